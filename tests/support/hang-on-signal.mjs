// Loaded into a program by --import: at SIGUSR2 its event loop stands still for good.
process.on('SIGUSR2', function standStill() {
  for (;;);
});
