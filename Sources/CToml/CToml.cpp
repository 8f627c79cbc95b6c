#include "CToml.h"

#include <exception>
#include <new>
#include <stdexcept>
#include <string>

// Some texts that are no TOML break what the parser takes for granted: that is an error of the text, not the end of the program.
#define TOML_ASSERT(condition) ((condition) ? static_cast<void>(0) : throw std::logic_error("is no TOML"))
#define TOML_ASSERT_ASSUME(condition) TOML_ASSERT(condition)
#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include <vector>

struct entry {
    ctoml_entry values;
    std::vector<std::string> path;
    std::string text;
};

struct ctoml_document {
    std::vector<entry> entries;
    std::string error;
    uint32_t line = 0;
    uint32_t column = 0;
};

namespace {

void append(ctoml_document &document, const toml::node &node, std::vector<std::string> &path, toml::source_position place, bool element) {
    entry made{};
    made.path = path;
    made.values.is_element = element;
    made.values.line = place.line;
    made.values.column = place.column;
    made.values.depth = path.size();
    if (const auto *value = node.as_string()) {
        made.values.type = CTOML_STRING;
        made.text = value->get();
    } else if (const auto *value = node.as_integer()) {
        made.values.type = CTOML_INTEGER;
        made.values.integer = value->get();
        made.values.number = static_cast<double>(value->get());
    } else if (const auto *value = node.as_floating_point()) {
        made.values.type = CTOML_FLOAT;
        made.values.number = value->get();
    } else if (const auto *value = node.as_boolean()) {
        made.values.type = CTOML_BOOLEAN;
        made.values.integer = value->get();
    } else {
        made.values.type = node.is_table() ? CTOML_TABLE : node.is_array() ? CTOML_ARRAY : CTOML_OTHER;
    }
    document.entries.push_back(std::move(made));
    if (const auto *table = node.as_table()) {
        for (auto &&[key, value] : *table) {
            path.emplace_back(key.str());
            append(document, value, path, key.source().begin, false);
            path.pop_back();
        }
    } else if (const auto *array = node.as_array()) {
        for (auto &&value : *array) append(document, value, path, value.source().begin, true);
    }
}

}  // namespace

extern "C" {

ctoml_document *ctoml_parse(const char *text, size_t length) {
    auto *document = new (std::nothrow) ctoml_document;
    if (!document) return nullptr;
    try {
        const toml::table root = toml::parse(std::string_view(text, length));
        std::vector<std::string> path;
        for (auto &&[key, value] : root) {
            path.emplace_back(key.str());
            append(*document, value, path, key.source().begin, false);
            path.pop_back();
        }
    } catch (const toml::parse_error &failure) {
        document->error = std::string(failure.description());
        document->line = failure.source().begin.line;
        document->column = failure.source().begin.column;
    } catch (const std::exception &failure) {
        document->entries.clear();
        document->error = failure.what();
        document->line = document->column = 1;
    }
    return document;
}

void ctoml_free(ctoml_document *document) { delete document; }

const char *ctoml_error(const ctoml_document *document, uint32_t *line, uint32_t *column) {
    if (document->error.empty()) return nullptr;
    *line = document->line;
    *column = document->column;
    return document->error.c_str();
}

size_t ctoml_count(const ctoml_document *document) { return document->entries.size(); }

ctoml_entry ctoml_get(const ctoml_document *document, size_t index) {
    if (index >= document->entries.size()) return ctoml_entry{};
    ctoml_entry values = document->entries[index].values;
    values.text = document->entries[index].text.data();
    values.text_length = document->entries[index].text.size();
    return values;
}

const char *ctoml_path(const ctoml_document *document, size_t index, size_t part, size_t *length) {
    *length = 0;
    if (index >= document->entries.size() || part >= document->entries[index].path.size()) return "";
    *length = document->entries[index].path[part].size();
    return document->entries[index].path[part].data();
}
}
