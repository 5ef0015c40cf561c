// SPDX-License-Identifier: Apache-2.0

/// A day of the proleptic Gregorian calendar, years 1 to 9999.
struct CivilDate: Equatable {
    var year: Int
    /// 1 to 12.
    var month: Int
    /// 1 to the length of the month.
    var day: Int

    static let secondsPerDay: Int64 = 86_400

    /// Nil where there is no such day.
    init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CivilDate.length(ofMonth: month, year: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that holds the instant `seconds`; the nearest one this type can say, where it lies outside.
    init(unixSeconds seconds: Int64) {
        let first = CivilDate.firstDay, last = CivilDate.lastDay
        let (quotient, remainder) = seconds.quotientAndRemainder(dividingBy: CivilDate.secondsPerDay)
        self.init(daysSince1970: min(max(Int(remainder < 0 ? quotient - 1 : quotient), first), last))
    }

    /// Days are counted in years that begin in March, so that the leap day comes last, and in eras of 400 years.
    private init(daysSince1970 days: Int) {
        let shifted = days + 719_468  // from 0000-03-01
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    }

    var daysSince1970: Int {
        let marchYear = month <= 2 ? year - 1 : year
        let marchMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        let yearOfEra = marchYear % 400
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return marchYear / 400 * 146_097 + dayOfEra - 719_468
    }

    /// Midnight at its beginning.
    var unixSeconds: Int64 { Int64(daysSince1970) * CivilDate.secondsPerDay }

    func adding(days: Int) -> CivilDate {
        CivilDate(daysSince1970: min(max(daysSince1970 + days, CivilDate.firstDay), CivilDate.lastDay))
    }

    /// The same day of another month, or that month's last day where it is shorter.
    func adding(months: Int) -> CivilDate {
        let count = min(max(year * 12 + month - 1 + months, 12), 9999 * 12 + 11)
        var result = self
        result.year = count / 12
        result.month = count % 12 + 1
        result.day = min(day, CivilDate.length(ofMonth: result.month, year: result.year))
        return result
    }

    static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The last second of the year 9999.
    static let lastInstant = Int64(lastDay + 1) * secondsPerDay - 1

    private static let firstDay = -719_162  // 0001-01-01
    private static let lastDay = 2_932_896  // 9999-12-31
}
