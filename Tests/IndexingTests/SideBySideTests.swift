// SPDX-License-Identifier: Apache-2.0
import Glibc
import Testing

@testable import LedeIndexing

/// Values made on several threads are taken in order, each once, up to the first that fails.
@Suite struct SideBySideTests {
    private struct Full: Error, Equatable { var number: Int }

    @Test(arguments: [0, 1, 2, 5, 300], 1...5)
    func takesAllInOrder(count: Int, threads: Int) {
        var taken: [Int] = []
        sideBySide(count, threads: threads, into: &taken) { thread, number in
            #expect(thread < threads)
            // The later ones are made faster.
            usleep(UInt32(300 - number))
            return number
        } take: { taken, number in
            taken.append(number)
        }
        #expect(taken == Array(0..<count))
    }

    @Test(arguments: 1...5)
    func endsWithWhatTakingThrows(threads: Int) {
        var taken: [Int] = []
        #expect(throws: Full(number: 20)) {
            try sideBySide(100, threads: threads, into: &taken) { _, number in number } take: { (taken, number) throws(Full) in
                if number == 20 { throw Full(number: number) }
                taken.append(number)
            }
        }
        #expect(taken == Array(0..<20))
    }
}
