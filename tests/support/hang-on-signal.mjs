// Loaded into a program by --import: blocks its event loop forever on SIGUSR2.
process.on('SIGUSR2', function standStill() {
  for (;;);
});
