// SPDX-License-Identifier: Apache-2.0

/// Why a text or number is not a date, in words for the user.
package struct InvalidDate: Error, Equatable, CustomStringConvertible {
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }

    package var description: String { reason }
}

extension PublicationDate {
    /// Reads a date as people and programs write it.
    ///
    /// ISO 8601 and RFC 3339 (`2019-03-04T10:15:00+01:00`, `2019-03`, `20190304`), RFC 2822 and its cousins
    /// (`Mon, 04 Mar 2019 10:15:00 GMT`), `March 4, 1916`, `4th of March 1916`, `26-FEB-1987 15:01`, `4.3.2019`,
    /// `12/31/2019` (only where one reading exists), seconds, milliseconds and microseconds since 1970. An offset or
    /// a zone name is respected; without one the time is UTC. A zone name that is unknown or means several zones
    /// leaves the day alone.
    package init(parsing text: some StringProtocol, provenance: Provenance = .given) throws(InvalidDate) {
        let text = Substring(text)
        if let day = PublicationDate.plainDay(text.utf8) {
            self.init(start: Int64(day.dayNumber) * 86_400, precision: .day, provenance: provenance)
            return
        }
        guard text.utf8.count <= 80 else { throw InvalidDate(reason: "longer than a date") }
        guard let tokens = dateTokens(text.utf8) else { throw InvalidDate(reason: "not a date: \"\(text)\"") }
        var parser = DateParser(text: text, tokens: tokens)
        let (start, precision) = try parser.parse()
        self.init(start: start, precision: precision, provenance: provenance)
    }

    /// Reads a number: `2019`, `201903`, `20190304` as the digits of a date; nine to eleven digits and more as the
    /// seconds, milliseconds, microseconds or nanoseconds since 1970, by their count.
    package init(number: Int, provenance: Provenance = .given) throws(InvalidDate) {
        let (start, precision) = try DateParser.number(number, digits: String(number.magnitude).utf8.count)
        self.init(start: start, precision: precision, provenance: provenance)
    }

    /// `YYYY-MM-DD` and nothing else: the usual case, without tokens.
    private static func plainDay(_ bytes: Substring.UTF8View) -> CivilDate? {
        var value = 0
        var index = 0
        var parts = (0, 0)
        for byte in bytes {
            switch index {
            case 4, 7:
                guard byte == UInt8(ascii: "-") else { return nil }
                if index == 4 { parts.0 = value } else { parts.1 = value }
                value = 0
            case 0..<10:
                guard 0x30...0x39 ~= byte else { return nil }
                value = value * 10 + Int(byte - 0x30)
            default: return nil
            }
            index += 1
        }
        return index == 10 && parts.0 >= 1000 ? CivilDate(year: parts.0, month: parts.1, day: value) : nil
    }
}

/// One reading of one written date: takes the time and its zone out of the tokens, then reads the day from the rest.
struct DateParser {
    typealias Moment = (start: Int64, precision: PublicationDate.Precision)

    let text: Substring
    var tokens: [DateToken]

    private var invalid: InvalidDate { InvalidDate(reason: "not a date: \"\(text)\"") }

    mutating func parse() throws(InvalidDate) -> Moment {
        while tokens.first == .space { tokens.removeFirst() }
        while tokens.last == .space { tokens.removeLast() }
        if let number = try loneNumber() { return number }

        let time = try takeTime()
        tokens.removeAll { $0 == .space }
        let (civil, precision) = try day()
        let midnight = Int64(civil.dayNumber) * 86_400
        guard let time else { return (midnight, precision) }
        guard precision == .day else { throw invalid }
        return (midnight + Int64(time.second) - Int64(time.offset), time.precision)
    }

    // MARK: - Numbers

    private func loneNumber() throws(InvalidDate) -> Moment? {
        if tokens.count == 1, case .number(let value, let digits) = tokens[0] {
            return try DateParser.number(value, digits: digits)
        }
        // `1551657600.25` and `-1700000000`
        if tokens.count == 3, case .number(let value, let digits) = tokens[0], digits >= 9, tokens[1] == .symbol(0x2E),
            case .number = tokens[2]
        {
            return try DateParser.number(value, digits: digits)
        }
        if tokens.count == 2, tokens[0] == .symbol(0x2D), case .number(let value, let digits) = tokens[1] {
            return try DateParser.number(-value, digits: digits)
        }
        // `20190304T101500Z`
        if tokens.count >= 3, case .number(let value, 8) = tokens[0], tokens[1] == .word("t"),
            case .number(let clock, let digits) = tokens[2], digits == 4 || digits == 6
        {
            var rest = self
            let hour = digits == 6 ? clock / 10_000 : clock / 100
            let minute = digits == 6 ? clock / 100 % 100 : clock % 100
            rest.tokens = [
                .number(value / 10_000, digits: 4), .symbol(0x2D), .number(value / 100 % 100, digits: 2), .symbol(0x2D),
                .number(value % 100, digits: 2), .word("t"), .number(hour, digits: 2), .symbol(0x3A),
                .number(minute, digits: 2),
            ]
            if digits == 6 { rest.tokens += [.symbol(0x3A), .number(clock % 100, digits: 2)] }
            rest.tokens += tokens[3...]
            return try rest.parse()
        }
        return nil
    }

    static func number(_ value: Int, digits: Int) throws(InvalidDate) -> Moment {
        let invalid = InvalidDate(reason: "no date is written \(value)")
        func civil(_ year: Int, _ month: Int, _ day: Int) -> Int64? {
            guard value > 0, 1000...2999 ~= year else { return nil }
            return CivilDate(year: year, month: month, day: day).map { Int64($0.dayNumber) * 86_400 }
        }
        switch digits {
        case 4:
            if let start = civil(value, 1, 1) { return (start, .year) }
        case 6:
            if let start = civil(value / 100, value % 100, 1) { return (start, .month) }
        case 8:
            if let start = civil(value / 10_000, value / 100 % 100, value % 100) { return (start, .day) }
        case 12, 14:
            let clock = digits == 14 ? value % 1_000_000 : value % 10_000 * 100
            let ymd = digits == 14 ? value / 1_000_000 : value / 10_000
            let (hour, minute, second) = (clock / 10_000, clock / 100 % 100, clock % 100)
            if let start = civil(ymd / 10_000, ymd / 100 % 100, ymd % 100), hour < 24, minute < 60, second < 60 {
                return (start + Int64(hour * 3600 + minute * 60 + second), digits == 14 ? .second : .minute)
            }
            if digits == 12 { return (Int64(floorDivide(value, 1000)), .second) }
        case 9, 10: return (Int64(value), .second)
        case 11, 13: return (Int64(floorDivide(value, 1000)), .second)
        case 16: return (Int64(floorDivide(value, 1_000_000)), .second)
        case 18, 19: return (Int64(floorDivide(value, 1_000_000_000)), .second)
        default: break
        }
        throw invalid
    }

    // MARK: - Time of day

    private struct TimeOfDay {
        var second: Int
        /// Seconds east of Greenwich.
        var offset = 0
        var precision: PublicationDate.Precision
    }

    private func number(at index: Int, digits: ClosedRange<Int>) -> Int? {
        guard index < tokens.count, case .number(let value, let count) = tokens[index], digits.contains(count) else {
            return nil
        }
        return value
    }

    /// Takes the first time of day out of the tokens, with its zone. nil when there is none, or when its zone is
    /// unknown.
    private mutating func takeTime() throws(InvalidDate) -> TimeOfDay? {
        let colon = UInt8(ascii: ":")
        guard
            let first = tokens.indices.first(where: { index in
                guard let hour = number(at: index, digits: 1...2) else { return false }
                if index + 1 < tokens.count, tokens[index + 1] == .symbol(colon) { return hour < 25 }
                let afterT = index > 0 && tokens[index - 1] == .word("t")
                let beforeM =
                    index + 1 < tokens.count && DateParser.isHalf(tokens[(index + 1)...].first { $0 != .space })
                return afterT || beforeM
            }), let hour = number(at: first, digits: 1...2)
        else { return nil }

        var time = TimeOfDay(second: hour * 3600, precision: .hour)
        var next = first + 1
        var minute = 0
        if next < tokens.count, tokens[next] == .symbol(colon), let value = number(at: next + 1, digits: 2...2) {
            minute = value
            time.precision = .minute
            next += 2
            var second = 0
            if next < tokens.count, tokens[next] == .symbol(colon), let value = number(at: next + 1, digits: 2...2) {
                second = value
                time.precision = .second
                next += 2
                if next + 1 < tokens.count, tokens[next] == .symbol(0x2E) || tokens[next] == .symbol(0x2C),
                    case .number = tokens[next + 1]
                {
                    next += 2
                }
            }
            // A leap second belongs to the minute it ends.
            guard minute < 60, second <= 60 else { throw InvalidDate(reason: "no such time of day in \"\(text)\"") }
            time.second += minute * 60 + min(second, 59)
        }
        if let half = takeHalf(at: &next) {
            guard 1...12 ~= hour else { throw InvalidDate(reason: "no such hour in \"\(text)\"") }
            time.second += (half == "p" ? 43_200 : 0) - (hour == 12 ? 43_200 : 0)
        }
        guard time.second <= 86_400 else { throw InvalidDate(reason: "no such hour in \"\(text)\"") }
        let known = takeZone(at: &next, into: &time)
        let start = first > 0 && tokens[first - 1] == .word("t") ? first - 1 : first
        tokens.removeSubrange(start..<next)
        return known ? time : nil
    }

    private static func isHalf(_ token: DateToken?) -> Bool { token == .word("am") || token == .word("pm") }

    /// `am`, `pm`, `a.m.`, `p.m.` at `next`, which moves behind it.
    private func takeHalf(at next: inout Int) -> Character? {
        var index = next
        if index < tokens.count, tokens[index] == .space { index += 1 }
        guard index < tokens.count, case .word(let word) = tokens[index] else { return nil }
        if word == "am" || word == "pm" {
            next = index + 1
            return word.first
        }
        let dot = DateToken.symbol(0x2E)
        guard word == "a" || word == "p", index + 2 < tokens.count, tokens[index + 1] == dot,
            tokens[index + 2] == .word("m")
        else { return nil }
        next = index + 3
        if next < tokens.count, tokens[next] == dot { next += 1 }
        return word.first
    }

    /// Reads `Z`, `+01:00`, `-0500`, `GMT`, `EST`, `+0200 (CEST)` at `next`. False when a word stands there that
    /// could be a zone and is none that is known.
    private func takeZone(at next: inout Int, into time: inout TimeOfDay) -> Bool {
        var index = next
        if index < tokens.count, tokens[index] == .space { index += 1 }
        guard index < tokens.count else { return true }
        let sign: Int
        switch tokens[index] {
        case .symbol(0x2B): sign = 1
        case .symbol(0x2D): sign = -1
        case .word(let word):
            if let offset = zoneOffset(word) {
                time.offset = offset
                next = index + 1
                return true
            }
            let belongsToDay = monthNumber(word) != nil || isWeekday(word) || word == "on"
            if belongsToDay { return true }
            next = index + 1
            return false
        default: return true
        }
        var hours: Int
        var minutes = 0
        if let value = number(at: index + 1, digits: 4...4) {
            hours = value / 100
            minutes = value % 100
            index += 2
        } else if let value = number(at: index + 1, digits: 2...2) {
            hours = value
            index += 2
            if index < tokens.count, tokens[index] == .symbol(0x3A), let value = number(at: index + 1, digits: 2...2) {
                minutes = value
                index += 2
            }
        } else {
            return true
        }
        guard hours <= 15, minutes < 60 else { return true }
        time.offset = sign * (hours * 3600 + minutes * 60)
        if index + 1 < tokens.count, tokens[index] == .space, tokens[index + 1] == .symbol(UInt8(ascii: "(")) {
            index = tokens[index...].firstIndex(of: .symbol(UInt8(ascii: ")"))) ?? index
            index += 1
        }
        next = min(index, tokens.count)
        return true
    }

    // MARK: - Day

    private func civil(_ year: Int, _ month: Int, _ day: Int) throws(InvalidDate) -> CivilDate {
        // What programs write where they have no date: 0001-01-01.
        guard year >= 1000, let civil = CivilDate(year: year, month: month, day: day) else {
            throw InvalidDate(reason: "no such day: \"\(text)\"")
        }
        return civil
    }

    private func day() throws(InvalidDate) -> (CivilDate, PublicationDate.Precision) {
        var numbers: [(value: Int, digits: Int)] = []
        var month: Int?
        var numbersBeforeMonth = 0
        var symbols: [UInt8] = []
        for token in tokens {
            switch token {
            case .number(let value, let digits): numbers.append((value, digits))
            case .symbol(let symbol): symbols.append(symbol)
            case .word(let word):
                if let value = monthNumber(word) {
                    guard month == nil else { throw invalid }
                    month = value
                    numbersBeforeMonth = numbers.count
                } else if !isWeekday(word), !["st", "nd", "rd", "th", "of", "on", "at", "the", "t"].contains(word) {
                    throw invalid
                }
            case .space: break
            }
        }
        if let month { return try day(numbers, month: month, before: numbersBeforeMonth) }

        let separators = symbols.filter { $0 != 0x2C }
        guard let separator = separators.first, [0x2D, 0x2F, 0x2E].contains(separator),
            separators.allSatisfy({ $0 == separator }), separators.count == numbers.count - 1
        else { throw invalid }
        if numbers.count == 2, numbers[0].digits == 4, numbers[1].digits <= 2 {
            return (try civil(numbers[0].value, numbers[1].value, 1), .month)
        }
        guard numbers.count == 3 else { throw invalid }
        let (a, b, c) = (numbers[0], numbers[1], numbers[2])
        if a.digits == 4, b.digits <= 2, c.digits <= 2 { return (try civil(a.value, b.value, c.value), .day) }
        guard a.digits <= 2, b.digits <= 2, c.digits == 4 else { throw invalid }
        if separator == 0x2E { return (try civil(c.value, b.value, a.value), .day) }
        if a.value > 12 || a.value == b.value { return (try civil(c.value, b.value, a.value), .day) }
        if b.value > 12 { return (try civil(c.value, a.value, b.value), .day) }
        throw InvalidDate(reason: "\"\(text)\" may be day/month or month/day")
    }

    /// A date whose month is a word. `before` is the count of the numbers that stand before it.
    private func day(
        _ numbers: [(value: Int, digits: Int)], month: Int, before: Int
    ) throws(InvalidDate) -> (CivilDate, PublicationDate.Precision) {
        switch numbers.count {
        case 1 where numbers[0].digits == 4: return (try civil(numbers[0].value, month, 1), .month)
        case 2:
            let (a, b) = (numbers[0], numbers[1])
            if b.digits == 4, a.digits <= 2 { return (try civil(b.value, month, a.value), .day) }
            if a.digits == 4, b.digits <= 2 { return (try civil(a.value, month, b.value), .day) }
            // RFC 822 wrote years with two digits; RFC 2822 says which they are.
            if a.digits <= 2, b.digits == 2, before == 1 {
                return (try civil(b.value + (b.value < 50 ? 2000 : 1900), month, a.value), .day)
            }
            throw invalid
        default: throw invalid
        }
    }
}
