// SPDX-License-Identifier: Apache-2.0

// All calls of the JSON parser, so that its pointers stay in one place.
import CLedeJSON

/// Why a text is not JSON.
struct JSONFailure: Error {
    enum Kind { case illFormedUTF8, brokenEscape, other }

    var kind: Kind
    var reason: String
}

/// A JSON parser and the values of the record it parsed last, as numbered nodes in document order: 0 is the record
/// itself, a parent stands before its children. For one thread.
@safe struct JSONRecord: ~Copyable {
    enum Kind { case null, text, integer, unsigned, number, boolean, array, object }

    private let parser: OpaquePointer?
    private var nodes = unsafe UnsafeBufferPointer<lede_json_node>(start: nil, count: 0)

    init() {
        unsafe parser = lede_json_create()
    }

    deinit {
        if let parser = unsafe parser { unsafe lede_json_destroy(parser) }
    }

    /// Parses one JSON text. `bytes` reaches at least `LEDE_JSON_PADDING` bytes beyond `range`.
    mutating func parse(_ bytes: [UInt8], _ range: Range<Int>) throws(JSONFailure) {
        precondition(range.lowerBound >= 0 && range.upperBound + Int(LEDE_JSON_PADDING) <= bytes.count)
        guard let parser = unsafe parser else {
            throw JSONFailure(kind: .other, reason: "no memory for the JSON parser")
        }
        let code = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe lede_json_parse(parser, buffer.baseAddress.map { unsafe $0 + range.lowerBound }, range.count)
        }
        guard code == 0 else {
            unsafe nodes = UnsafeBufferPointer(start: nil, count: 0)
            let kind: JSONFailure.Kind =
                lede_json_is_utf8_error(code) != 0
                ? .illFormedUTF8 : lede_json_is_escape_error(code) != 0 ? .brokenEscape : .other
            throw JSONFailure(kind: kind, reason: unsafe String(cString: lede_json_message(code)))
        }
        var count = 0
        let first = unsafe lede_json_nodes(parser, &count)
        unsafe nodes = UnsafeBufferPointer(start: first, count: count)
    }

    /// The kind of a node; traps when there is no such node, as all functions here do.
    func kind(_ index: Int) -> Kind {
        precondition(unsafe nodes.indices.contains(index))
        switch unsafe nodes[index].kind {
        case UInt32(LEDE_JSON_TEXT.rawValue): return .text
        case UInt32(LEDE_JSON_INTEGER.rawValue): return .integer
        case UInt32(LEDE_JSON_UNSIGNED.rawValue): return .unsigned
        case UInt32(LEDE_JSON_NUMBER.rawValue): return .number
        case UInt32(LEDE_JSON_BOOLEAN.rawValue): return .boolean
        case UInt32(LEDE_JSON_ARRAY.rawValue): return .array
        case UInt32(LEDE_JSON_OBJECT.rawValue): return .object
        default: return .null
        }
    }

    /// The first node that is neither this one nor inside it. The children of a node are `index + 1`, its `end`, and
    /// so on up to the parent's `end`.
    func end(_ index: Int) -> Int {
        precondition(unsafe nodes.indices.contains(index))
        return unsafe Int(nodes[index].end)
    }

    /// The name in the parent object; empty in an array.
    func key(_ index: Int) -> String {
        precondition(unsafe nodes.indices.contains(index))
        return unsafe JSONRecord.string(nodes[index].key, nodes[index].key_length)
    }

    /// Whether that is the name, without making a text of it.
    func key(_ index: Int, is name: String) -> Bool {
        precondition(unsafe nodes.indices.contains(index))
        guard let key = unsafe nodes[index].key else { return name.isEmpty }
        let utf8 = name.utf8
        let bytes = utf8.span
        guard unsafe bytes.count == nodes[index].key_length else { return false }
        for at in bytes.indices where unsafe UInt8(bitPattern: key[at]) != bytes[at] { return false }
        return true
    }

    /// The text of a text node; empty for others.
    func text(_ index: Int) -> String {
        precondition(unsafe nodes.indices.contains(index))
        return unsafe JSONRecord.string(nodes[index].text, nodes[index].text_length)
    }

    /// Whether a node holds nothing: null, an empty text, array or object.
    func isEmpty(_ index: Int) -> Bool {
        switch kind(index) {
        case .null: true
        case .text: unsafe nodes[index].text_length == 0
        case .array, .object: end(index) == index + 1
        default: false
        }
    }

    /// The value of an integer or boolean node; for an unsigned one its bits.
    func integer(_ index: Int) -> Int64 {
        precondition(unsafe nodes.indices.contains(index))
        return unsafe nodes[index].integer
    }

    /// The value of a number node.
    func number(_ index: Int) -> Double {
        precondition(unsafe nodes.indices.contains(index))
        return unsafe nodes[index].number
    }

    /// Shorter texts are copied as quickly while they are checked.
    private static let longText = 256

    private static func string(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
        guard let start = unsafe start, count > 0 else { return "" }
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
        // The parser checks UTF-8 several times as fast as the library does.
        guard count >= longText, unsafe lede_json_is_utf8(start, count) != 0 else { return unsafe String(decoding: bytes, as: UTF8.self) }
        let units = unsafe Span<UInt8>(_unsafeBytes: bytes)
        var text = unsafe UTF8Span(unchecked: units)
        _ = text.checkForASCII()
        return String(copying: text)
    }
}
