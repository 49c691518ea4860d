// Preloaded into every process that the launcher starts: if the launcher is killed outright, stop as if told to.
// A process that one of those starts in turn inherits the preloading, but its channel is not ours to touch.
if (process.channel && process.env.CLOUDPA_LAUNCHER === String(process.ppid)) {
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    // Whoever cannot stop in time must not hold a port for ever.
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), 15_000).unref()
  })
  process.channel.unref()
}
