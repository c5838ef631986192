// Loaded into a process that is measured (node --import): writes what it has used when it ends.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const usage = { cpu: (user + system) / 1_000, peak: process.resourceUsage().maxRSS / 1_024 };
  writeFileSync(process.env.COODIE_BENCH_USAGE, JSON.stringify(usage));
});
