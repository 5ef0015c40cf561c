// SPDX-License-Identifier: Apache-2.0
#include "lede_json.h"

#include <simdjson.h>

#include <new>
#include <string_view>
#include <vector>

using namespace simdjson;

static_assert(LEDE_JSON_PADDING >= SIMDJSON_PADDING, "a record needs more readable bytes behind it");

struct lede_json_parser {
    dom::parser parser;
    std::vector<lede_json_node> nodes;
};

namespace {

// Codes of our own, apart from simdjson's.
constexpr int too_many_values = 1001;
constexpr int out_of_memory = 1002;

// A parser that has grown for one huge record gives the memory back after it.
constexpr size_t kept_capacity = 8u << 20;

// Appends `value` and, down to the depth limit, what is inside it. The recursion is bounded by that limit.
int append(std::vector<lede_json_node> &nodes, dom::element value, std::string_view key, bool keyed, int depth) {
    if (nodes.size() >= LEDE_JSON_NODE_LIMIT) return too_many_values;
    lede_json_node node{};
    node.key = keyed ? key.data() : nullptr;
    node.key_length = keyed ? key.size() : 0;
    const size_t index = nodes.size();
    switch (value.type()) {
    case dom::element_type::STRING: {
        std::string_view text;
        if (value.get(text) == SUCCESS) {
            node.text = text.data();
            node.text_length = text.size();
        }
        node.kind = LEDE_JSON_TEXT;
        break;
    }
    case dom::element_type::INT64:
        node.kind = LEDE_JSON_INTEGER;
        (void)value.get(node.integer);
        break;
    case dom::element_type::UINT64: {
        uint64_t bits = 0;
        (void)value.get(bits);
        node.kind = LEDE_JSON_UNSIGNED;
        node.integer = static_cast<int64_t>(bits);
        break;
    }
    case dom::element_type::DOUBLE:
        node.kind = LEDE_JSON_NUMBER;
        (void)value.get(node.number);
        break;
    case dom::element_type::BOOL: {
        bool flag = false;
        (void)value.get(flag);
        node.kind = LEDE_JSON_BOOLEAN;
        node.integer = flag;
        break;
    }
    case dom::element_type::NULL_VALUE:
        node.kind = LEDE_JSON_NULL;
        break;
    case dom::element_type::ARRAY:
        node.kind = LEDE_JSON_ARRAY;
        break;
    case dom::element_type::OBJECT:
        node.kind = LEDE_JSON_OBJECT;
        break;
    }
    nodes.push_back(node);
    if (depth < LEDE_JSON_DEPTH_LIMIT) {
        dom::array array;
        dom::object object;
        if (node.kind == LEDE_JSON_ARRAY && value.get(array) == SUCCESS) {
            for (dom::element child : array)
                if (int code = append(nodes, child, {}, false, depth + 1)) return code;
        } else if (node.kind == LEDE_JSON_OBJECT && value.get(object) == SUCCESS) {
            for (dom::key_value_pair field : object)
                if (int code = append(nodes, field.value, field.key, true, depth + 1)) return code;
        }
    }
    nodes[index].end = static_cast<uint32_t>(nodes.size());
    return 0;
}

} // namespace

extern "C" {

lede_json_parser *lede_json_create(void) {
    try {
        return new lede_json_parser;
    } catch (...) {
        return nullptr;
    }
}

void lede_json_destroy(lede_json_parser *parser) { delete parser; }

int lede_json_parse(lede_json_parser *parser, const uint8_t *bytes, size_t length) {
    try {
        if (parser->parser.capacity() > kept_capacity && length <= kept_capacity) parser->parser = dom::parser();
        if (parser->nodes.capacity() > kept_capacity / sizeof(lede_json_node)) std::vector<lede_json_node>().swap(parser->nodes);
        parser->nodes.clear();
        dom::element root;
        if (error_code code = parser->parser.parse(bytes, length, false).get(root)) return code;
        return append(parser->nodes, root, {}, false, 0);
    } catch (...) {
        parser->nodes.clear();
        return out_of_memory;
    }
}

const lede_json_node *lede_json_nodes(const lede_json_parser *parser, size_t *count) {
    *count = parser->nodes.size();
    return parser->nodes.data();
}

const char *lede_json_message(int code) {
    switch (code) {
    case too_many_values: return "more than 1,048,576 values in one record";
    case out_of_memory: return "no memory for this record";
    case UTF8_ERROR: return "bytes that are not UTF-8";
    case STRING_ERROR: return "a string with a broken escape";
    case UNCLOSED_STRING: return "a string without its closing quote (the line may be cut off)";
    case UNESCAPED_CHARS: return "an unescaped control character (such as NUL or a raw line break) in a string";
    case TAPE_ERROR: return "not one well-formed JSON value (a comma, colon, quote or bracket is missing or too many)";
    case DEPTH_ERROR: return "nested more than 1,024 levels deep";
    case T_ATOM_ERROR:
    case F_ATOM_ERROR:
    case N_ATOM_ERROR: return "a bare word that is none of true, false and null";
    case NUMBER_ERROR: return "a malformed number";
    case EMPTY: return "an empty record";
    case CAPACITY: return "a record too large to parse";
    default: return error_message(static_cast<error_code>(code));
    }
}

int lede_json_is_utf8(const char *text, size_t length) { return validate_utf8(text, length); }

int lede_json_is_utf8_error(int code) { return code == UTF8_ERROR; }
int lede_json_is_escape_error(int code) { return code == STRING_ERROR; }
}
