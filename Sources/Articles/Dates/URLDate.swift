// SPDX-License-Identifier: Apache-2.0

extension PublicationDate {
    /// The date that news sites write into their addresses: `/2019/03/04/`, `/2019-03-04/`, or the month in
    /// `/2019/03/`. nil when there is none. Years before 1990 are no dates of the web.
    init?(inURL url: String) {
        let parts = url.utf8.split(separator: UInt8(ascii: "/"))
        func number(_ part: Substring.UTF8View.SubSequence, _ digits: ClosedRange<Int>) -> Int? {
            guard digits.contains(part.count), part.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
            return part.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        for (index, part) in parts.enumerated() {
            let dashed = part.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            if dashed.count == 3, let year = number(dashed[0], 4...4), 1990...2099 ~= year,
                let month = number(dashed[1], 2...2), let day = number(dashed[2], 2...2),
                let civil = CivilDate(year: year, month: month, day: day)
            {
                self.init(start: Int64(civil.dayNumber) * 86_400, precision: .day, provenance: .url)
                return
            }
            guard let year = number(part, 4...4), 1990...2099 ~= year, index + 2 < parts.count,
                let month = number(parts[index + 1], 1...2)
            else { continue }
            if index + 3 < parts.count || url.utf8.last == UInt8(ascii: "/"), let day = number(parts[index + 2], 1...2),
                let civil = CivilDate(year: year, month: month, day: day)
            {
                self.init(start: Int64(civil.dayNumber) * 86_400, precision: .day, provenance: .url)
                return
            }
            if let civil = CivilDate(year: year, month: month, day: 1) {
                self.init(start: Int64(civil.dayNumber) * 86_400, precision: .month, provenance: .url)
                return
            }
        }
        return nil
    }
}
