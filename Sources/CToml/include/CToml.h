// toml++ as a flat list of keys with their places. Nothing throws across this border.
#ifndef CTOML_H
#define CTOML_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { CTOML_TABLE, CTOML_ARRAY, CTOML_STRING, CTOML_INTEGER, CTOML_FLOAT, CTOML_BOOLEAN, CTOML_OTHER };

// One key or element. `path` has `depth` parts; elements of arrays have the path of their array, and follow it.
typedef struct {
    int32_t type;
    int32_t is_element;
    uint32_t line;
    uint32_t column;
    size_t depth;
    int64_t integer;
    double number;
    const char *text;
    size_t text_length;
} ctoml_entry;

typedef struct ctoml_document ctoml_document;

// Reads a text. Never NULL but when memory is short; ask for its error first.
ctoml_document *ctoml_parse(const char *text, size_t length);
void ctoml_free(ctoml_document *document);

// What is wrong with it, or NULL; and where.
const char *ctoml_error(const ctoml_document *document, uint32_t *line, uint32_t *column);

size_t ctoml_count(const ctoml_document *document);
// The entry of that number; all pointers live as long as the document.
ctoml_entry ctoml_get(const ctoml_document *document, size_t index);
const char *ctoml_path(const ctoml_document *document, size_t index, size_t part, size_t *length);

#ifdef __cplusplus
}
#endif
#endif
