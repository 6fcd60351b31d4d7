// Reads an FST file inside a box and writes what was asked for to the result channel.
//
//   wave_reader FST QUERY KEEP UNTIL_PS
//
// QUERY has one hierarchical name a line, of a signal or of an array (empty: all). Of each such signal the last KEEP changes up to UNTIL_PS are
// written. fstapi.c comes with Verilator; it trusts its input, so this program runs where a crash or worse hurts
// nothing, and its output is decoded as hostile bytes (host side: evaluators/rtl/wave.cpp, where the format stands).
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fstapi.h"

#define NAME_BYTES 4000
#define MAX_NAMES 2000000u
#define MAX_BITS 4096u

struct Change {
  uint64_t time;
  char* value;
};
struct Ring {
  uint32_t width, count, next;
  int dropped;
  struct Change* changes;
};

static FILE* out;
static char** wanted;
static size_t wanted_count;
static uint32_t keep;
static uint64_t until_ticks;
static struct Ring* rings;
static fstHandle max_handle;

static void put32(uint32_t v) { fwrite(&v, sizeof v, 1, out); }
static void put64(uint64_t v) { fwrite(&v, sizeof v, 1, out); }

static int compare(const void* a, const void* b) { return strcmp(*(char* const*)a, *(char* const*)b); }

static void read_query(const char* path) {
  FILE* file = fopen(path, "rb");
  if (!file) exit(2);
  static char line[NAME_BYTES];
  size_t capacity = 0;
  while (fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = 0;
    if (wanted_count == capacity) {
      capacity = capacity ? 2 * capacity : 256;
      wanted = realloc(wanted, capacity * sizeof *wanted);
      if (!wanted) exit(2);
    }
    wanted[wanted_count++] = strdup(line);
  }
  fclose(file);
  qsort(wanted, wanted_count, sizeof *wanted, compare);
}

// "count [3:0]" and "count[3:0]" -> "count"; "\mem[3] [7:0]" -> "mem[3]". An index without a colon belongs to the name.
static void plain_name(char* name) {
  char* open = strrchr(name, '[');
  if (open && strchr(open, ':') && strchr(open, ']')) *open = 0;
  size_t length = strlen(name);
  while (length > 0 && name[length - 1] == ' ') name[--length] = 0;
  if (name[0] == '\\') memmove(name, name + 1, length);
}

// By its name, or as an element of an array that is asked for.
static int is_asked(const char* full) {
  static char name[2 * NAME_BYTES + 2];
  if (wanted_count == 0) return 1;
  strcpy(name, full);
  for (;;) {
    const char* key = name;
    if (bsearch(&key, wanted, wanted_count, sizeof *wanted, compare)) return 1;
    char* open = strrchr(name, '[');
    if (!open || name[strlen(name) - 1] != ']') return 0;
    *open = 0;
  }
}

static void on_change_of_length(void* unused, uint64_t time, fstHandle handle, const unsigned char* value,
                                uint32_t length) {
  (void)unused;
  if (handle == 0 || handle > max_handle || time > until_ticks) return;
  struct Ring* ring = &rings[handle - 1];
  if (!ring->changes || length != ring->width) return;
  if (ring->count > 0) {
    struct Change* last = &ring->changes[(ring->next + keep - 1) % keep];
    if (memcmp(last->value, value, ring->width) == 0) return;
    if (last->time == time) {  // values within one time step: the last one stays
      memcpy(last->value, value, ring->width);
      return;
    }
  }
  struct Change* change = &ring->changes[ring->next];
  if (!change->value) change->value = malloc(ring->width);
  if (!change->value) exit(3);
  change->time = time;
  memcpy(change->value, value, ring->width);
  ring->next = (ring->next + 1) % keep;
  if (ring->count < keep) {
    ++ring->count;
  } else {
    ring->dropped = 1;
  }
}

static void on_change(void* unused, uint64_t time, fstHandle handle, const unsigned char* value) {
  if (handle == 0 || handle > max_handle) return;
  on_change_of_length(unused, time, handle, value, rings[handle - 1].width);
}

static void write_name(void* wave, const struct fstHierVar* var) {
  static char full[2 * NAME_BYTES + 2], name[NAME_BYTES];
  if (var->length == 0 || var->length > MAX_BITS || var->handle == 0 || var->handle > max_handle) return;
  if (var->typ == FST_VT_VCD_REAL || var->typ == FST_VT_VCD_REAL_PARAMETER || var->typ == FST_VT_VCD_REALTIME ||
      var->typ == FST_VT_GEN_STRING || var->typ == FST_VT_SV_SHORTREAL) {
    return;
  }
  const char* scope = fstReaderGetCurrentFlatScope(wave);
  if (!scope || strlen(scope) >= NAME_BYTES || !var->name || strlen(var->name) >= NAME_BYTES) return;
  if (strcmp(scope, "TOP") == 0) scope = "";
  if (strncmp(scope, "TOP.", 4) == 0) scope += 4;  // Verilator's own level
  strcpy(name, var->name);
  plain_name(name);
  snprintf(full, sizeof full, "%s%s%s", scope, *scope ? "." : "", name);
  const int asked = is_asked(full);
  fputc('N', out);
  put32(var->handle);
  put32(var->length);
  put32((uint32_t)strlen(full));
  fputs(full, out);
  struct Ring* ring = &rings[var->handle - 1];
  if (!asked || ring->changes) return;
  ring->width = var->length;
  ring->changes = calloc(keep, sizeof *ring->changes);
  if (!ring->changes) exit(3);
  fstReaderSetFacProcessMask(wave, var->handle);
}

static void write_values(void) {
  for (fstHandle h = 0; h < max_handle; ++h) {
    const struct Ring* ring = &rings[h];
    if (!ring->changes) continue;
    fputc('V', out);
    put32(h + 1);
    put32(ring->width);
    put32((uint32_t)ring->dropped);
    put32(ring->count);
    for (uint32_t i = 0; i < ring->count; ++i) {
      const struct Change* change = &ring->changes[(ring->next + keep - ring->count + i) % keep];
      put64(change->time);
      fwrite(change->value, 1, ring->width, out);
    }
  }
}

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  read_query(argv[2]);
  keep = (uint32_t)strtoul(argv[3], NULL, 10);
  uint64_t until = strtoull(argv[4], NULL, 10);
  out = fdopen(3, "wb");
  if (!out || keep == 0 || keep > 65536) return 2;
  void* wave = fstReaderOpen(argv[1]);
  if (!wave) return 1;
  const int exponent = fstReaderGetTimescale(wave);
  for (int e = exponent; e > -12; --e) until /= 10;
  for (int e = exponent; e < -12 && until < UINT64_MAX / 10; ++e) until *= 10;
  until_ticks = until;
  max_handle = fstReaderGetMaxHandle(wave);
  if (max_handle > MAX_NAMES) return 1;
  rings = calloc(max_handle ? max_handle : 1, sizeof *rings);
  if (!rings) return 3;
  fwrite("GSW1", 1, 4, out);
  put32((uint32_t)exponent);
  put64(fstReaderGetStartTime(wave));
  put64(fstReaderGetEndTime(wave));
  fstReaderClrFacProcessMaskAll(wave);
  uint32_t names = 0;
  fstReaderResetScope(wave);
  for (struct fstHier* h; (h = fstReaderIterateHier(wave)) != NULL;) {
    if (h->htyp == FST_HT_SCOPE) fstReaderPushScope(wave, h->u.scope.name, NULL);
    if (h->htyp == FST_HT_UPSCOPE) fstReaderPopScope(wave);
    if (h->htyp == FST_HT_VAR && names++ < MAX_NAMES) write_name(wave, &h->u.var);
  }
  fstReaderSetLimitTimeRange(wave, 0, until_ticks);
  fstReaderIterBlocks2(wave, on_change, on_change_of_length, NULL, NULL);
  write_values();
  fputc('E', out);
  return fflush(out) == 0 ? 0 : 1;
}
