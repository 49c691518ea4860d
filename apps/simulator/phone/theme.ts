// Runs before anything is drawn, so that nobody sees the other theme first. A classic script: modules wait.
const darkWanted = matchMedia('(prefers-color-scheme: dark)')
const followSystem = (): unknown => document.documentElement.classList.toggle('dark', darkWanted.matches)
followSystem()
darkWanted.addEventListener('change', followSystem)
