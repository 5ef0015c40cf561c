// SPDX-License-Identifier: Apache-2.0

/// Reads what stands behind `date:`, `after:` and `before:`, and the values of `--since` and `--until`.
///
/// A value is `2019`, `2019-03`, `2019-03-04`, `20190304` or `2019-03-04T18:30[:15][Z]`, and means the whole year,
/// month, day, minute or second. Times are UTC.
package enum DateExpression {
    /// The interval in unix seconds, or nil where `text` is not a date expression:
    /// a value, `a..b`, `a..`, `..b`, `[a TO b]`, `{a TO b}` (ends left out), `>=a`, `>a`, `<=a`, `<a`, `last-7d`
    /// (also `w`, `m`, `y`: from the day so long before `now` to the end of today).
    package static func interval(of text: String, now: Int64) -> Range<Int64>? {
        reading(of: Array(text.utf8)[...], now: now)?.interval
    }

    struct Reading: Equatable {
        var interval: Range<Int64>
        /// The ends stood the wrong way round.
        var isReversed = false
    }

    static func reading(of bytes: ArraySlice<UInt8>, now: Int64) -> Reading? {
        guard let first = bytes.first, bytes.count <= 80 else { return nil }
        switch first {
        case UInt8(ascii: ">"), UInt8(ascii: "<"): return comparison(bytes)
        case UInt8(ascii: "["), UInt8(ascii: "{"): return brackets(bytes)
        case UInt8(ascii: "l"): return last(bytes, now: now)
        default: break
        }
        guard let dots = bytes.indices.dropLast().first(where: { bytes[$0] == dot && bytes[$0 + 1] == dot }) else {
            return value(bytes).map { Reading(interval: $0) }
        }
        return between(bytes[..<dots], bytes[(dots + 2)...])
    }

    private static let dot = UInt8(ascii: ".")

    // MARK: Ranges

    private static func comparison(_ bytes: ArraySlice<UInt8>) -> Reading? {
        let rest = bytes.dropFirst()
        let includes = rest.first == UInt8(ascii: "=")
        guard let bound = value(includes ? rest.dropFirst() : rest) else { return nil }
        if bytes.first == UInt8(ascii: ">") {
            return Reading(interval: (includes ? bound.lowerBound : bound.upperBound)..<DateQuery.latest)
        }
        return Reading(interval: DateQuery.earliest..<(includes ? bound.upperBound : bound.lowerBound))
    }

    private static func brackets(_ bytes: ArraySlice<UInt8>) -> Reading? {
        guard let opening = bytes.first, let closing = bytes.last,
            closing == UInt8(ascii: "]") || closing == UInt8(ascii: "}")
        else { return nil }
        let words = bytes.dropFirst().dropLast().split(separator: UInt8(ascii: " "))
        guard words.count == 3, words[1].elementsEqual("TO".utf8) else { return nil }
        return between(
            words[0], words[2], excludesLower: opening == UInt8(ascii: "{"), excludesUpper: closing == UInt8(ascii: "}")
        )
    }

    private static func between(
        _ lower: ArraySlice<UInt8>, _ upper: ArraySlice<UInt8>, excludesLower: Bool = false, excludesUpper: Bool = false
    ) -> Reading? {
        let from = bound(lower), to = bound(upper)
        guard let from, let to else { return nil }
        let start = from.isOpen ? DateQuery.earliest : excludesLower ? from.value.upperBound : from.value.lowerBound
        let end = to.isOpen ? DateQuery.latest : excludesUpper ? to.value.lowerBound : to.value.upperBound
        if start < end { return Reading(interval: start..<end) }
        guard !excludesLower, !excludesUpper, to.value.lowerBound < from.value.upperBound else { return nil }
        return Reading(interval: to.value.lowerBound..<from.value.upperBound, isReversed: true)
    }

    private static func bound(_ bytes: ArraySlice<UInt8>) -> (value: Range<Int64>, isOpen: Bool)? {
        if bytes.isEmpty || bytes.elementsEqual("*".utf8) { return (0..<0, true) }
        return value(bytes).map { ($0, false) }
    }

    private static func last(_ bytes: ArraySlice<UInt8>, now: Int64) -> Reading? {
        guard bytes.starts(with: "last-".utf8) else { return nil }
        var scanner = DigitScanner(bytes.dropFirst(5))
        guard let count = scanner.number(digits: 1...5), scanner.rest.count == 1, let unit = scanner.rest.first else {
            return nil
        }
        let today = CivilDate(unixSeconds: now)
        let first: CivilDate
        switch unit {
        case UInt8(ascii: "d"): first = today.adding(days: -count)
        case UInt8(ascii: "w"): first = today.adding(days: -7 * count)
        case UInt8(ascii: "m"): first = today.adding(months: -count)
        case UInt8(ascii: "y"): first = today.adding(months: -12 * count)
        default: return nil
        }
        return Reading(interval: first.unixSeconds..<(today.unixSeconds + CivilDate.secondsPerDay))
    }

    // MARK: One value

    private static func value(_ bytes: ArraySlice<UInt8>) -> Range<Int64>? {
        var scanner = DigitScanner(bytes)
        if bytes.count == 8, let number = scanner.number(digits: 8...8) {
            return day(CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100))
        }
        scanner = DigitScanner(bytes)
        guard let year = scanner.number(digits: 4...4) else { return nil }
        if scanner.isAtEnd { return months(year: year, month: 1, count: 12) }
        guard let separator = scanner.skip("-", "/"), let month = scanner.number(digits: 1...2) else { return nil }
        if scanner.isAtEnd { return months(year: year, month: month, count: 1) }
        guard scanner.skip(separator), let number = scanner.number(digits: 1...2),
            let date = CivilDate(year: year, month: month, day: number)
        else { return nil }
        return scanner.isAtEnd ? day(date) : time(on: date, &scanner)
    }

    private static func months(year: Int, month: Int, count: Int) -> Range<Int64>? {
        guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
        let lastMonth = month + count - 1
        let length = CivilDate.length(ofMonth: lastMonth, year: year)
        guard let last = CivilDate(year: year, month: lastMonth, day: length) else { return nil }
        return first.unixSeconds..<(last.unixSeconds + CivilDate.secondsPerDay)
    }

    private static func day(_ date: CivilDate?) -> Range<Int64>? {
        guard let start = date?.unixSeconds else { return nil }
        return start..<(start + CivilDate.secondsPerDay)
    }

    private static func time(on date: CivilDate, _ scanner: inout DigitScanner) -> Range<Int64>? {
        guard scanner.skip(UInt8(ascii: "T")), let hour = scanner.number(digits: 2...2), hour < 24,
            scanner.skip(UInt8(ascii: ":")), let minute = scanner.number(digits: 2...2), minute < 60
        else { return nil }
        let start = date.unixSeconds + Int64(hour * 3_600 + minute * 60)
        var interval = start..<(start + 60)
        if scanner.skip(UInt8(ascii: ":")) {
            guard let second = scanner.number(digits: 2...2), second < 60 else { return nil }
            interval = (start + Int64(second))..<(start + Int64(second) + 1)
        }
        _ = scanner.skip(UInt8(ascii: "Z"))
        return scanner.isAtEnd ? interval : nil
    }
}

/// Reads digits and single characters off the front of some bytes.
struct DigitScanner {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    /// The number at the front, if it has as many digits as `digits` allows (at most 9) and no more follow.
    mutating func number(digits: ClosedRange<Int>) -> Int? {
        let run = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        guard digits.contains(run.count) else { return nil }
        rest = rest.dropFirst(run.count)
        return run.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Skips one of two characters and says which.
    mutating func skip(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> UInt8? {
        guard let byte = rest.first, byte == UInt8(ascii: first) || byte == UInt8(ascii: second) else { return nil }
        rest = rest.dropFirst()
        return byte
    }
}
