// TOML as a flat list of entries with their positions, read by toml++ (Mark Gillard, MIT).
// No exception leaves this module: after a failure the document contains an error and no entries.
#ifndef CTOML_H
#define CTOML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The largest buffer that is read, in bytes.
enum { ctoml_size_limit = 1 << 20 };
/// The largest number of segments in a path.
enum { ctoml_depth_limit = 8 };

/// UTF-8 that belongs to its document. A zero byte follows, but there may be others inside, because TOML allows \u0000.
typedef struct ctoml_text {
    const char *bytes;
    size_t count;
} ctoml_text;

/// One step of a path: a key, or the index of an element in its array.
typedef struct ctoml_segment {
    /// Empty when `element` is 0 or more.
    ctoml_text key;
    /// Counted from 0; -1 for a key.
    int64_t element;
} ctoml_segment;

typedef enum ctoml_type {
    ctoml_string,
    ctoml_integer,
    ctoml_float,
    ctoml_boolean,
    /// A date, a time or both. Its value is not available.
    ctoml_date,
    ctoml_array,
    ctoml_table,
} ctoml_type;

/// A key with its value, a table, or an element of an array.
typedef struct ctoml_entry {
    const ctoml_segment *path;
    size_t path_count;
    ctoml_type type;
    /// The value of a string, an integer, a float or a boolean; 0 or empty in the other types.
    ctoml_text string;
    int64_t integer;
    double number;
    bool boolean;
    /// The position of the key (for an element: of its value), counted from 1; columns in code points.
    uint32_t line;
    uint32_t column;
} ctoml_entry;

/// The entries of a file, or the error. Immutable.
typedef struct ctoml_document ctoml_document;

/// Reads `count` bytes of UTF-8; returns NULL when there is no memory. `bytes` may be NULL when `count` is 0.
///
/// Buffers larger than `ctoml_size_limit`, values nested more than 16 deep and paths longer than `ctoml_depth_limit` are errors.
ctoml_document *ctoml_parse(const char *bytes, size_t count, const char *source);

/// Frees a document; NULL is allowed.
void ctoml_free(ctoml_document *document);

/// The name under which the document was parsed.
ctoml_text ctoml_source(const ctoml_document *document);

/// The number of entries; 0 after an error.
size_t ctoml_count(const ctoml_document *document);

/// The entry at `index`, in the order of positions: a table or an array comes before its contents. NULL beyond the end.
const ctoml_entry *ctoml_entry_at(const ctoml_document *document, size_t index);

/// Whether reading failed. If so, the message and its position, counted from 1; line 0 when the error concerns the whole
/// document.
bool ctoml_error(const ctoml_document *document, ctoml_text *message, uint32_t *line, uint32_t *column);

#ifdef __cplusplus
}
#endif

#endif
