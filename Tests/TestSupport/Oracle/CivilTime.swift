// SPDX-License-Identifier: Apache-2.0

/// Dates of the proleptic Gregorian calendar as Unix seconds, UTC, by counting.
package enum CivilTime {
    /// The first second of a day; a month of 13 is the January after.
    package static func seconds(year: Int, month: Int = 1, day: Int = 1) -> Int64 {
        var days = 0
        if year >= 1970 {
            for passed in 1970..<year { days += isLeap(passed) ? 366 : 365 }
        } else {
            for passed in year..<1970 { days -= isLeap(passed) ? 366 : 365 }
        }
        for passed in 1..<month { days += length(of: passed, in: year) }
        return Int64(days + day - 1) * 86_400
    }

    /// Days of a month.
    package static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
}
