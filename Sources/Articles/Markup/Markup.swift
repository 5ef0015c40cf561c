// SPDX-License-Identifier: Apache-2.0

// All calls of the markup parser, so that its pointers stay in one place.
import CLedeMarkup

/// The name of an element or an attribute, without prefix and case, as one number: a hash of all its bytes.
struct MarkupTag: Hashable, ExpressibleByStringLiteral {
    private(set) var code: UInt64

    init(code: UInt64) { self.code = code }

    init(stringLiteral name: StaticString) {
        code = unsafe lede_markup_tag(name.utf8Start, name.utf8CodeUnitCount)
    }

    init(_ name: String) {
        self.init()
        for byte in name.utf8 { append(0x41...0x5A ~= byte ? byte | 0x20 : byte) }
    }

    /// The empty name, to be spelt by `append`.
    init() { code = 0xcbf2_9ce4_8422_2325 }

    /// Adds a byte in lower case, as `lede_markup_tag` does.
    mutating func append(_ byte: UInt8) { code = (code ^ UInt64(byte)) &* 0x100_0000_01b3 }
}

/// A parser of XML and HTML and the document it parsed last, as numbered nodes in document order: a parent stands before
/// its children, attributes before both. For one thread. Traps where a number is no node's.
@safe struct Markup: ~Copyable {
    enum Kind { case element, attribute, text }
    enum Outcome {
        /// Read as far as it could be.
        case whole, faulty
        /// Not to be used.
        case ownEntities, tooLarge, noMemory
    }

    private let parser: OpaquePointer?
    private var nodes = unsafe UnsafeBufferPointer<lede_markup_node>(start: nil, count: 0)
    private var bytes = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)

    init() {
        unsafe parser = lede_markup_create()
    }

    deinit {
        if let parser = unsafe parser { unsafe lede_markup_destroy(parser) }
    }

    /// Parses a document in UTF-8; bytes that are not become U+FFFD first.
    mutating func parseXML(_ document: ArraySlice<UInt8>) -> Outcome {
        unsafe parse(document) { unsafe lede_markup_parse_xml($0, $1, $2) }
    }

    mutating func parseHTML(_ document: ArraySlice<UInt8>) -> Outcome {
        unsafe parse(document) { unsafe lede_markup_parse_html($0, $1, $2) }
    }

    private mutating func parse(
        _ document: ArraySlice<UInt8>, _ call: (OpaquePointer, UnsafePointer<UInt8>, Int) -> Int32
    ) -> Outcome {
        unsafe nodes = UnsafeBufferPointer(start: nil, count: 0)
        guard let parser = unsafe parser else { return .noMemory }
        let code = unsafe document.withUnsafeBufferPointer { buffer -> Int32 in
            guard let start = buffer.baseAddress else { return 3 }
            return unsafe call(parser, start, buffer.count)
        }
        var count = 0
        let first = unsafe lede_markup_nodes(parser, &count)
        unsafe nodes = UnsafeBufferPointer(start: first, count: first == nil ? 0 : count)
        let start = unsafe lede_markup_bytes(parser, &count)
        unsafe bytes = UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)
        switch code {
        case 0: return .whole
        case 1: return .noMemory
        case 2: return .ownEntities
        case 4: return .tooLarge
        default: return .faulty
        }
    }

    /// The most nodes that a document may have.
    static let maximumNodes = Int(LEDE_MARKUP_NODE_LIMIT)

    var count: Int { unsafe nodes.count }

    func kind(_ index: Int) -> Kind {
        precondition(unsafe nodes.indices.contains(index))
        switch unsafe nodes[index].kind {
        case UInt32(LEDE_MARKUP_ELEMENT.rawValue): return .element
        case UInt32(LEDE_MARKUP_ATTRIBUTE.rawValue): return .attribute
        default: return .text
        }
    }

    /// The name of an element or attribute.
    func tag(_ index: Int) -> MarkupTag {
        precondition(unsafe nodes.indices.contains(index))
        return unsafe MarkupTag(code: nodes[index].kind == UInt32(LEDE_MARKUP_TEXT.rawValue) ? 0 : nodes[index].tag)
    }

    func isElement(_ index: Int, _ tag: MarkupTag) -> Bool { kind(index) == .element && self.tag(index) == tag }

    /// The first node that is neither this one nor inside it.
    func end(_ index: Int) -> Int {
        precondition(unsafe nodes.indices.contains(index))
        return unsafe Int(nodes[index].end)
    }

    /// The text of a text node, the value of an attribute, the prefix of an element.
    func value(_ index: Int) -> String {
        unsafe String(decoding: rawValue(index), as: UTF8.self)
    }

    /// How many bytes `value` has.
    func length(_ index: Int) -> Int {
        precondition(unsafe nodes.indices.contains(index))
        return unsafe Int(nodes[index].length)
    }

    /// Appends a node's text to `target`.
    func append(_ index: Int, to target: inout [UInt8]) {
        unsafe target.append(contentsOf: rawValue(index))
    }

    /// Calls `body` with each byte of a node's text.
    @inline(__always)
    func forEachByte(_ index: Int, _ body: (UInt8) -> Void) {
        let raw = unsafe rawValue(index)
        for offset in 0..<raw.count { unsafe body(raw[offset]) }
    }

    private func rawValue(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        precondition(unsafe nodes.indices.contains(index))
        let (start, length) = unsafe (Int(nodes[index].start), Int(nodes[index].length))
        return unsafe UnsafeBufferPointer(rebasing: bytes[start..<(start + length)])
    }

    // MARK: - Finding

    /// The value of an element's attribute.
    func attribute(_ element: Int, _ tag: MarkupTag) -> String? {
        var index = element + 1
        while index < end(element), kind(index) == .attribute {
            if self.tag(index) == tag { return value(index) }
            index += 1
        }
        return nil
    }

    /// The first element of that name inside `element`, at any depth.
    func first(_ tag: MarkupTag, in element: Int) -> Int? {
        var index = element + 1
        while index < end(element) {
            if isElement(index, tag) { return index }
            index += 1
        }
        return nil
    }

    /// All elements of that name inside `element`, those inside each other left out.
    func all(_ tag: MarkupTag, in element: Int) -> [Int] {
        var found: [Int] = []
        var index = element + 1
        while index < end(element) {
            if isElement(index, tag) {
                found.append(index)
                index = end(index)
            } else {
                index += 1
            }
        }
        return found
    }

    /// The elements right below `element`.
    func children(_ element: Int) -> [Int] {
        var found: [Int] = []
        var index = element + 1
        while index < end(element) {
            if kind(index) == .element { found.append(index) }
            index = end(index)
        }
        return found
    }

    /// The text inside a node as it stands, elements left out.
    func text(_ node: Int) -> String {
        var bytes: [UInt8] = []
        for index in node..<end(node) where kind(index) == .text { append(index, to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
