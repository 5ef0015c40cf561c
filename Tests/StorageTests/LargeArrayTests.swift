// SPDX-License-Identifier: Apache-2.0
import LedeStorage
import Testing

@Suite("Arrays in large pages")
struct LargeArrayTests {
    @Test("every element is zero, and the array is one as any other", arguments: [0, 1, 4_095, 300_000, 1_500_000])
    func zeros(count: Int) {
        var array = [UInt64](zeroed: count)
        #expect(array.count == count && array.allSatisfy { $0 == 0 })
        array.append(7)
        #expect(array.count == count + 1 && array[count] == 7)
    }

    @Test("an unfilled array holds what is written to it", arguments: [0, 1, 4_095, 300_000, 1_500_000])
    func unfilled(count: Int) {
        var array = [UInt64](unfilled: count)
        #expect(array.count == count)
        for index in stride(from: 0, to: count, by: 3) { array[index] = UInt64(index) }
        #expect(stride(from: 0, to: count, by: 3).allSatisfy { array[$0] == UInt64($0) })
        array.append(7)
        #expect(array.count == count + 1 && array[count] == 7)
    }
}
