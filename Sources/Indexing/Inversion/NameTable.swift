// SPDX-License-Identifier: Apache-2.0

/// Numbers names from 1; 0 is "none".
struct NameTable {
    private(set) var names: [String] = []
    private var numbers: [String: UInt32] = [:]

    mutating func number(of name: String?) -> UInt32 {
        guard let name, !name.isEmpty else { return 0 }
        if let known = numbers[name] { return known }
        names.append(name)
        numbers[name] = UInt32(names.count)
        return UInt32(names.count)
    }

    /// The name with a number; nil for 0.
    func name(_ number: UInt32) -> String? { number == 0 ? nil : names[Int(number) - 1] }
}

/// The stream codes of the fields of names that were met before, by the numbers of a `NameTable`.
struct NameCodes {
    private var codes: [UInt32] = []
    private var ends: [Int] = [0]

    /// Appends the codes of a name, none for number 0.
    ///
    /// - Returns: false for a name whose codes were not added yet.
    func append(_ number: UInt32, to stream: inout [UInt32]) -> Bool {
        if number >= ends.count { return false }
        if number > 0 { stream.append(contentsOf: codes[ends[Int(number) - 1]..<ends[Int(number)]]) }
        return true
    }

    /// Adds those of the next name.
    mutating func add(_ more: ArraySlice<UInt32>) {
        codes += more
        ends.append(codes.count)
    }
}
