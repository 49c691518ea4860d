import { icon, iconButton, lengthText, make, write } from './draw.js'
import { addressHere, whenNear } from './near.js'

/** The one that sounds: another that starts stops it. */
let playing: HTMLAudioElement | undefined

/** A player of sound: play, where it is, how long it is. `failed` hears of what can't be played. */
export function makePlayer(url: string, says: string, failed: () => void): HTMLElement {
  const player = make('div', 'player')
  const audio = make('audio')
  const play = iconButton('play', `Play ${says}`, 'play')
  const seek = make('input', 'seek')
  seek.type = 'range'
  seek.min = '0'
  seek.max = '0'
  seek.step = '0.01'
  seek.value = '0'
  seek.setAttribute('aria-label', `Position in ${says}`)
  const time = make('span', 'length', lengthText(0))
  time.dataset['testid'] = 'phone-length'
  const draw = (): void => {
    seek.max = String(audio.duration || 0)
    seek.value = String(audio.currentTime)
    const { duration, currentTime, paused } = audio
    seek.setAttribute('aria-valuetext', `${lengthText(currentTime)} of ${lengthText(duration)}`)
    seek.style.setProperty('--played', `${duration > 0 ? (100 * currentTime) / duration : 0}%`)
    write(time, lengthText(paused && currentTime === 0 ? duration : currentTime))
    const says2 = `${paused ? 'Play' : 'Pause'} ${says}`
    if (play.title === says2) return
    play.title = says2
    play.setAttribute('aria-label', says2)
    play.replaceChildren(icon(paused ? 'play' : 'pause', ''))
  }
  for (const event of ['loadedmetadata', 'durationchange', 'timeupdate', 'play', 'pause', 'ended'])
    audio.addEventListener(event, draw)
  audio.addEventListener('ended', () => (audio.currentTime = 0))
  audio.addEventListener('error', failed)
  play.addEventListener('click', () => {
    if (!audio.paused) return audio.pause()
    playing?.pause()
    playing = audio
    audio.play().catch(failed)
  })
  seek.addEventListener('input', () => (audio.currentTime = Number(seek.value)))
  whenNear(player, () => {
    addressHere(url).then((address) => (audio.src = address), failed)
  })
  player.append(play, seek, time, audio)
  return player
}
