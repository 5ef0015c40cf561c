// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeSegments
import Testing

/// Where buckets begin and end.
@Suite struct BucketTests {
    private static let day: Int64 = 86_400

    private func row(_ date: Int64, _ precision: PublicationDate.Precision = .day) -> DocumentRow {
        DocumentRow(
            date: date, precision: precision, length: 1, titleLength: 0, leadEnd: 1, bodyEnd: 1, record: 0, idHash: 0,
            contentHash: 0, source: 0, section: 0)
    }

    @Test(arguments: [
        (Int64(0), 1970, 1), (-1, 1969, 12), (951_782_400, 2000, 2), (951_868_800, 2000, 3), (4_102_444_799, 2099, 12),
        (-2_208_988_800, 1900, 1), (-62_135_596_800, 1, 1),
    ])
    func monthsAreThoseOfTheCalendar(seconds: Int64, year: Int, month: Int) {
        #expect(BucketPolicy.month(of: seconds) == year * 12 + month - 1)
    }

    @Test func aBucketEndsWithTheMonthInWhichItIsLargeEnough() {
        // 31 days of January, 28 of February, 31 of March 1970.
        let rows = (0..<90).map { row(Int64($0) * Self.day) }
        let buckets = BucketPolicy(minimum: 40, maximum: 1000).buckets(of: rows)
        #expect(buckets.map(\.documents) == [0..<59, 59..<90])
        #expect(buckets[1].earliest == 59 * Self.day && buckets[1].latest == 89 * Self.day)
    }

    @Test func aMonthWithTooManyDocumentsIsCut() {
        let rows = (0..<100).map { _ in row(0) }
        #expect(BucketPolicy(minimum: 10, maximum: 40).buckets(of: rows).map(\.documents) == [0..<40, 40..<80, 80..<100])
    }

    @Test func documentsWithoutAMonthHaveABucketOfTheirOwn() {
        let rows = [row(DocumentRow.undated), row(0, .year), row(0), row(Self.day, .month)]
        let buckets = BucketPolicy().buckets(of: rows)
        #expect(buckets.map(\.documents) == [0..<2, 2..<4])
        #expect(buckets.map(\.isDated) == [false, true])
    }
}
