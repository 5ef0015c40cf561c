// SPDX-License-Identifier: Apache-2.0

/// Text made fit to store: what was changed is counted, so that no repair is silent.
struct CleanText {
    /// Control characters that were replaced by U+FFFD.
    private(set) var replacedControls = 0
    /// Characters that had been encoded twice (`â€™` for `’`) and were put right.
    private(set) var repairedEncodings = 0

    /// Paragraphs separated by single `\n`: blank lines and white space at the ends of lines are dropped, every kind
    /// of line break counts as one, control characters other than tabs become U+FFFD. Text that is clean already is
    /// returned as it is. Linear time.
    mutating func paragraphs(_ text: String) -> String {
        var text = text
        if let (repaired, count) = onceEncoded(text) {
            text = repaired
            repairedEncodings += count
        }
        let utf8 = text.utf8
        let span = unsafe utf8.span.bytes
        if CleanText.isClean(span) { return text }
        var result = ""
        result.reserveCapacity(span.byteCount)
        var lineStart = 0
        var next = 0
        var hasControls = false
        while lineStart <= span.byteCount {
            let end = CleanText.firstControl(in: span, from: next)
            let byte = end < span.byteCount ? span.byte(end) : 0x0A
            guard 0x0A...0x0D ~= byte else {
                if byte != 0x09 { hasControls = true }
                next = end + 1
                continue
            }
            let line = CleanText.trim(span, lineStart..<end)
            if !line.isEmpty {
                if !result.isEmpty { result.append("\n") }
                let from = utf8.index(utf8.startIndex, offsetBy: line.lowerBound)
                let piece = text[from..<utf8.index(from, offsetBy: line.count)]
                if hasControls { append(piece, to: &result) } else { result.append(contentsOf: piece) }
            }
            hasControls = false
            lineStart = end + 1
            next = lineStart
        }
        return result
    }

    /// One line: like `paragraphs`, with a space for each line break and tab.
    mutating func line(_ text: String) -> String {
        let clean = paragraphs(text)
        let bytes = unsafe clean.utf8.span.bytes
        guard CleanText.firstControl(in: bytes, from: 0) < bytes.byteCount else { return clean }
        return String(decoding: clean.utf8.map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
    }

    private mutating func append(_ piece: Substring, to result: inout String) {
        for scalar in piece.unicodeScalars {
            if scalar.value >= 0x20 || scalar == "\t" {
                result.unicodeScalars.append(scalar)
            } else {
                result.unicodeScalars.append("\u{FFFD}")
                replacedControls += 1
            }
        }
    }

    /// Offset of the first byte below 0x20 at or behind `start`, or the count. Up to 32 bytes at a time.
    private static func firstControl(in span: RawSpan, from start: Int) -> Int {
        let count = span.byteCount
        var offset = start
        while offset &+ 32 <= count {
            let low =
                controls(span, offset) | controls(span, offset &+ 8) | controls(span, offset &+ 16)
                | controls(span, offset &+ 24)
            if low & 0x8080_8080_8080_8080 != 0 { break }
            offset &+= 32
        }
        while offset &+ 8 <= count {
            let low = controls(span, offset) & 0x8080_8080_8080_8080
            if low != 0 { return offset &+ low.trailingZeroBitCount &>> 3 }
            offset &+= 8
        }
        while offset < count, span.byte(offset) >= 0x20 { offset &+= 1 }
        return min(offset, count)
    }

    /// Of eight bytes: the high bit of each that is below 0x20 is set; a borrow may also set higher ones, never lower ones.
    @inline(__always)
    private static func controls(_ span: RawSpan, _ offset: Int) -> UInt64 {
        let word = UInt64(littleEndian: unsafe span.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
        return (word &- 0x2020_2020_2020_2020) & ~word
    }

    /// Offset of the first byte of a line break at or behind `start`, or the count.
    static func firstBreak(in span: RawSpan, from start: Int) -> Int {
        var at = firstControl(in: span, from: start)
        while at < span.byteCount, !(0x0A...0x0D ~= span.byte(at)) { at = firstControl(in: span, from: at + 1) }
        return at
    }

    private static func isClean(_ span: RawSpan) -> Bool {
        let count = span.byteCount
        guard count > 0 else { return true }
        if isBlank(span.byte(0)) || isBlank(span.byte(count &- 1)) { return false }
        var next = 0
        while true {
            next = firstControl(in: span, from: next)
            if next == count { return true }
            let byte = span.byte(next)
            if byte == 0x0A {
                // Neither end of the text is blank, so there is a byte on both sides.
                if isBlank(span.byte(next &- 1)) || isBlank(span.byte(next &+ 1)) { return false }
            } else if byte != 0x09 {
                return false
            }
            next &+= 1
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }

    private static func trim(_ span: RawSpan, _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, span.byte(start) == 0x20 || span.byte(start) == 0x09 { start &+= 1 }
        while end > start, span.byte(end &- 1) == 0x20 || span.byte(end &- 1) == 0x09 { end &-= 1 }
        return start..<end
    }
}

extension RawSpan {
    /// The byte at an offset; traps outside the bounds.
    @inline(__always)
    fileprivate func byte(_ offset: Int) -> UInt8 {
        unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt8.self)
    }
}

/// `text` without ASCII white space at its ends.
func trimmingWhitespace(_ text: some StringProtocol) -> String {
    let utf8 = Substring(text).utf8
    guard let first = utf8.firstIndex(where: { $0 > 0x20 }), let last = utf8.lastIndex(where: { $0 > 0x20 }) else {
        return ""
    }
    return String(decoding: utf8[first...last], as: UTF8.self)
}
