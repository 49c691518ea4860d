let playing: HTMLMediaElement | undefined

/** Called by what begins to play: whatever played before is paused, since nobody listens to two at once. */
export function takeTurn(player: HTMLMediaElement): void {
  if (playing !== player) playing?.pause()
  playing = player
}
