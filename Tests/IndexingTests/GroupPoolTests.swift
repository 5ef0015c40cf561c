// SPDX-License-Identifier: Apache-2.0
import LedeTestSupport
import Testing

@testable import LedeIndexing

/// What a pool holds is what was put into the first groups, in order, however little memory there is.
@Suite struct GroupPoolTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func holdsTheFirstGroupsWhole(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var pool = GroupPool<UInt32>()
        for _ in 0..<4 {
            let groups = random.pick(1...60)
            var put: [[UInt32]] = Array(repeating: [], count: groups)
            var puts: [(group: Int, element: UInt32)] = []
            let most = random.pick([1, 4, groups])
            for element in 0..<UInt32(random.pick([0, 10, 3_000, 30_000])) {
                // Some groups have most of all.
                let group = random.pick(0...1) == 0 ? random.pick(0...groups - 1) : min(random.pick(0...most), groups - 1)
                puts.append((group, element))
                put[group].append(element)
            }
            let capacity = random.pick([1, 1_000, 10_000, GroupPool<UInt32>.capacity(for: puts.count, groups: groups)])
            pool.fill(groups: groups, capacity: capacity) { take in
                for (group, element) in puts { take(group, element) }
            }
            #expect(pool.groupCount > 0 && pool.groupCount <= groups, "seed \(seed)")
            if capacity > 10_000 { #expect(pool.groupCount == groups, "seed \(seed)") }
            for group in 0..<pool.groupCount {
                var held: [UInt32] = []
                pool.forEachPiece(of: group) { piece in
                    for index in piece.indices { held.append(piece[index]) }
                }
                #expect(held == put[group] && pool.count(of: group) == held.count, "seed \(seed)")
            }
        }
    }
}
