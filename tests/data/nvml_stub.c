/* Stands in for NVIDIA's libnvidia-ml.so.1: one card whose power the environment sets.

   NVML_STUB_MW          power from the next call on, in milliwatts
   NVML_STUB_REFRESH_MS  how often the energy counter moves
   NVML_STUB_NO_ENERGY   no energy counter, as on Pascal
   NVML_STUB_GONE        the card does not answer any more
   NVML_STUB_OTHER_PID   another process computes on it
   NVML_STUB_LOG         a file that gets a line for each init and shutdown */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { OK = 0, NOT_SUPPORTED = 3, NOT_FOUND = 6, INSUFFICIENT_SIZE = 7, GPU_IS_LOST = 15 };

typedef struct {
  unsigned pid;
  unsigned long long memory;
  unsigned gpu_instance, compute_instance;
} process_t;

static double since, energy_mj = 5e6, power_mw = -1;

static long set(const char *name, long otherwise) {
  const char *value = getenv(name);
  return value && *value ? atol(value) : otherwise;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static double follow(void) { /* the integral of what was set, up to now */
  double t = now();
  if (power_mw >= 0) energy_mj += power_mw * (t - since);
  since = t;
  power_mw = set("NVML_STUB_MW", 15000);
  return energy_mj;
}

static int noted(const char *what) {
  const char *path = getenv("NVML_STUB_LOG");
  FILE *file = path ? fopen(path, "a") : NULL;
  if (file) {
    fprintf(file, "%s\n", what);
    fclose(file);
  }
  return OK;
}

int nvmlInitWithFlags(unsigned flags) { (void)flags; follow(); return noted("init"); }
int nvmlInit_v2(void) { return nvmlInitWithFlags(0); }
int nvmlShutdown(void) { return noted("shutdown"); }
const char *nvmlErrorString(int code) { return code == NOT_SUPPORTED ? "Not Supported" : "stub"; }

int nvmlDeviceGetHandleByPciBusId_v2(const char *address, void **card) {
  *card = (void *)1;
  return strcmp(address, "0000:01:00.0") ? NOT_FOUND : OK;
}

int nvmlDeviceGetTotalEnergyConsumption(void *card, unsigned long long *mj) {
  static double shown, moved;
  (void)card;
  if (set("NVML_STUB_GONE", 0)) return GPU_IS_LOST;
  if (set("NVML_STUB_NO_ENERGY", 0)) return NOT_SUPPORTED;
  double energy = follow(), refresh = set("NVML_STUB_REFRESH_MS", 20) / 1000.0;
  if (since - moved >= refresh) { /* between two looks it may be older than a refresh, not newer */
    shown = energy;
    moved = refresh > 0 ? since - (since - moved - refresh * (long)((since - moved) / refresh)) : since;
  }
  *mj = (unsigned long long)shown;
  return OK;
}

int nvmlDeviceGetPowerUsage(void *card, unsigned *mw) {
  (void)card;
  if (set("NVML_STUB_GONE", 0)) return GPU_IS_LOST;
  follow();
  *mw = (unsigned)power_mw;
  return OK;
}

int nvmlDeviceGetComputeRunningProcesses_v3(void *card, unsigned *count, process_t *found) {
  long other = set("NVML_STUB_OTHER_PID", 0);
  (void)card;
  if (!other) { *count = 0; return OK; }
  if (*count < 1 || !found) { *count = 1; return INSUFFICIENT_SIZE; }
  memset(found, 0, sizeof *found);
  found->pid = (unsigned)other;
  *count = 1;
  return OK;
}
