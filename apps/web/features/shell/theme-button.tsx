'use client'
import { Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { IconButton } from '../../components/ui/button'
import { Tooltip } from '../../components/ui/tooltip'

/** Light or dark; following the system again is chosen in Settings. */
export function ThemeButton() {
  const { resolvedTheme, setTheme } = useTheme()
  return (
    <Tooltip text="Light or dark">
      <IconButton
        label="Switch between light and dark"
        className="md:size-10"
        onClick={() => setTheme(resolvedTheme === 'dark' ? 'light' : 'dark')}
      >
        {/* Which icon shows is left to CSS: the server does not know the theme. */}
        <Moon size={20} strokeWidth={1.75} aria-hidden className="dark:hidden" />
        <Sun size={20} strokeWidth={1.75} aria-hidden className="hidden dark:block" />
      </IconButton>
    </Tooltip>
  )
}
