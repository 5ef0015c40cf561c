// SPDX-License-Identifier: Apache-2.0

/// When an article was published, as exactly as the input says and no more.
package struct PublicationDate: Sendable, Equatable {
    /// How much of the date is known. The raw values are stored in archives.
    package enum Precision: UInt8, Sendable, CaseIterable {
        case second, minute, hour, day, month, year
    }

    /// Where the date came from. The raw values are stored in archives.
    package enum Provenance: UInt8, Sendable, CaseIterable {
        /// A field of the input.
        case given
        /// The address of the article, such as `/2019/03/04/`.
        case url
        /// A line of the text.
        case text
    }

    /// The first instant it may mean, in seconds since 1970-01-01 00:00 UTC (negative before).
    package var start: Int64
    package var precision: Precision
    package var provenance: Provenance

    package init(start: Int64, precision: Precision, provenance: Provenance) {
        self.start = start
        self.precision = precision
        self.provenance = provenance
    }

    /// All the instants it may mean, in seconds since 1970: one second for a date with seconds, a whole day, month or
    /// year for a coarser one.
    package var interval: Range<Int64> {
        switch precision {
        case .second: return start..<(start + 1)
        case .minute: return start..<(start + 60)
        case .hour: return start..<(start + 3600)
        case .day: return start..<(start + 86_400)
        case .month, .year:
            var next = CivilDate(dayNumber: floorDivide(Int(start), 86_400))
            if precision == .month, next.month < 12 {
                next.month += 1
            } else {
                next.month = 1
                next.year += 1
            }
            next.day = 1
            return start..<max(start + 1, Int64(next.dayNumber) * 86_400)
        }
    }
}

extension PublicationDate: CustomStringConvertible {
    /// ISO 8601 as far as the precision goes, in UTC: `2019`, `2019-03`, `2019-03-04`, `2019-03-04T10:15Z`. Reading
    /// it back gives the same date.
    package var description: String {
        let dayNumber = floorDivide(Int(start), 86_400)
        let civil = CivilDate(dayNumber: dayNumber)
        let second = Int(start) - dayNumber * 86_400
        func padded(_ number: Int, _ width: Int = 2) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        var text = padded(civil.year, 4)
        if precision == .year { return text }
        text += "-" + padded(civil.month)
        if precision == .month { return text }
        text += "-" + padded(civil.day)
        if precision == .day { return text }
        text += "T" + padded(second / 3600)
        if precision == .hour { return text + "Z" }
        text += ":" + padded(second / 60 % 60)
        if precision == .minute { return text + "Z" }
        return text + ":" + padded(second % 60) + "Z"
    }
}
