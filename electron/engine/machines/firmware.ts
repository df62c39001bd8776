/** What the firmware says where a guest says nothing: SeaBIOS writes it to QEMU's debug console, here a file. */
import { readTail } from './serial-console';

const LOOK_EVERY_MS = 500;
const TAIL_BYTES = 4096;
const NOTHING_TO_BOOT = 'No bootable device.';

/** Calls back once if the firmware found nothing to boot. Gives the function that ends the watch. */
export function watchFirmware(log: string, onNothing: (line: string) => void): () => void {
  const timer = setInterval(() => {
    void readTail(log, TAIL_BYTES).then((tail) => {
      if (!tail.toString('latin1').trimEnd().endsWith(NOTHING_TO_BOOT)) return;
      clearInterval(timer);
      onNothing(NOTHING_TO_BOOT);
    });
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
