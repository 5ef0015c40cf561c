// SPDX-License-Identifier: Apache-2.0
package import LedeArticles

/// The width of a timeline's bars. Days are UTC, as everywhere in an archive; weeks begin on Monday (ISO 8601).
package enum TimelineInterval: String, Sendable, CaseIterable {
    case day, week, month, year

    private static let secondsPerDay: Int64 = 86_400

    /// The interval of this width that an instant lies in, in Unix seconds.
    package func interval(containing seconds: Int64) -> Range<Int64> {
        let day = floorDivide(Int(seconds), Int(Self.secondsPerDay))
        switch self {
        case .day: return Self.seconds(day, day + 1)
        case .week:
            // Day 0 was a Thursday.
            let monday = floorDivide(day + 3, 7) * 7 - 3
            return Self.seconds(monday, monday + 7)
        case .month, .year:
            var first = CivilDate(dayNumber: day)
            first.day = 1
            if self == .year { first.month = 1 }
            var next = first
            next.month += self == .year ? 12 : 1
            if next.month > 12 {
                next.month -= 12
                next.year += 1
            }
            return Self.seconds(first.dayNumber, next.dayNumber)
        }
    }

    private static func seconds(_ first: Int, _ end: Int) -> Range<Int64> {
        Int64(first) * secondsPerDay..<Int64(end) * secondsPerDay
    }

    /// Whether a date of that precision may lie in several intervals.
    package func isFiner(than precision: PublicationDate.Precision) -> Bool {
        switch precision {
        case .second, .minute, .hour, .day: false
        case .month: self == .day || self == .week
        case .year: self != .year
        }
    }

    /// The width that shows a span of dates in at most a few hundred bars, at least a dozen where there are so many days.
    package static func fitting(_ span: Range<Int64>) -> TimelineInterval {
        let days = (span.upperBound - span.lowerBound) / secondsPerDay
        return days <= 100 ? .day : days <= 2 * 366 ? .week : days <= 25 * 366 ? .month : .year
    }
}
