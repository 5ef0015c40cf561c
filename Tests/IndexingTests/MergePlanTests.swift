// SPDX-License-Identifier: Apache-2.0
import LedeTestSupport
import Testing

@testable import LedeIndexing

@Suite struct MergePlanTests {
    /// A segment of `count` documents over some days, `deleted` of them deleted.
    private func segment(
        _ count: Int, _ days: ClosedRange<Int64>?, deleted: Int = 0, undated: Bool = false
    ) -> MergePlan.Candidate {
        MergePlan.Candidate(documentCount: count, liveCount: count - deleted, dated: days, hasUndated: undated)
    }

    private func groups(_ candidates: [MergePlan.Candidate]) -> [[Int]] {
        MergePlan(candidates, gathered: 1000).groups
    }

    @Test func threeSegmentsOverOneTimeStay() {
        #expect(groups(Array(repeating: segment(900, 0...9), count: 3)).isEmpty)
    }

    @Test func fourSegmentsOverOneTimeBecomeOne() {
        #expect(groups(Array(repeating: segment(900, 0...9), count: 4)) == [[0, 1, 2, 3]])
        #expect(groups([segment(900, 0...9), segment(900, 5...20), segment(900, 9...9), segment(900, 8...30)]) == [[0, 1, 2, 3]])
    }

    @Test func segmentsThatFollowEachOtherStay() {
        #expect(groups((0..<40).map { segment(900, $0 * 10...$0 * 10 + 9) }).isEmpty)
    }

    @Test func smallNeighboursShareTheOpenBucket() {
        let bulk = segment(50_000, 0...99)
        let nights = (0..<4).map { segment(200, 100 + Int64($0)...100 + Int64($0)) }
        #expect(groups([bulk] + nights.prefix(3)).isEmpty)
        #expect(groups([bulk] + nights) == [[1, 2, 3, 4]])
    }

    @Test func lateArrivalsAreGatheredBeforeTheBulkIsRewritten() {
        let bulk = segment(50_000, 0...99)
        #expect(groups([bulk, segment(10, 5...5), segment(10, 5...7), segment(10, 4...9)]) == [[1, 2, 3]])
        #expect(groups([bulk, segment(3000, 5...5), segment(3000, 5...7), segment(3000, 4...9)]) == [[0, 1, 2, 3]])
    }

    @Test func undatedDocumentsCountAsOneTime() {
        #expect(groups(Array(repeating: segment(900, nil, undated: true), count: 4)) == [[0, 1, 2, 3]])
    }

    @Test func aFifthDeletedIsRewritten() {
        #expect(groups([segment(100, 0...9, deleted: 19), segment(100, 20...29, deleted: 20)]) == [[1]])
        #expect(groups([segment(100, 0...9, deleted: 100)]).isEmpty)
    }

    /// A night's additions, every night: the segments stay few, and each article is rewritten a few times at most.
    @Test func aYearOfNightsStaysCheap() {
        var segments = [segment(100_000, 0...1000)]
        var rewritten = 0
        for night in Int64(1001)...1365 {
            segments.append(segment(30, night...night))
            for group in groups(segments) {
                let members = group.map { segments[$0] }
                rewritten += members.reduce(0) { $0 + $1.liveCount }
                let days = members.compactMap(\.dated)
                let merged = segment(
                    members.reduce(0) { $0 + $1.liveCount },
                    (days.map(\.lowerBound).min() ?? 0)...(days.map(\.upperBound).max() ?? 0))
                segments = segments.indices.filter { !group.contains($0) }.map { segments[$0] } + [merged]
            }
            #expect(segments.count <= 24)
        }
        #expect(segments.reduce(0) { $0 + $1.liveCount } == 100_000 + 365 * 30)
        #expect(rewritten < 365 * 30 * 20)
    }
}
