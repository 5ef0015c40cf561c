// SPDX-License-Identifier: Apache-2.0

import LedeStorage

/// The bytes of one file, whatever its names.
struct SimulatedFile {
    /// What programs see.
    var data: [UInt8] = []
    /// What the last sync made durable. Files are only ever appended to, so this is a prefix of the data.
    var durable: [UInt8] = []
    /// A sync failed: later ones report success and do nothing.
    var isUnsyncable = false
}

/// A change of names, lost in a power cut unless its directory was synced afterwards.
enum NameChange {
    case link(String, Int)
    case unlink(String)
    /// A rename within one directory or between two: it happens as a whole or not at all.
    case move(String, String, Int)
    case makeDirectory(String)

    func isIn(_ directory: String) -> Bool {
        switch self {
        case .link(let path, _), .unlink(let path), .move(_, let path, _), .makeDirectory(let path):
            parent(path) == directory
        }
    }
}

/// Everything a `SimulatedDisk` knows, behind its lock.
struct SimulatedDiskState {
    var files: [SimulatedFile] = []
    /// Names of files as programs see them, by full path.
    var names: [String: Int] = [:]
    var directories: Set<String>
    private var durableNames: [String: Int] = [:]
    private var durableDirectories: Set<String>
    /// Name changes not synced yet, oldest first.
    private var pending: [NameChange] = []
    var locks: Set<String> = []
    let capacity: Int
    var log: [String] = []
    var plan: (fault: SimulatedDisk.Fault, number: Int)?
    private(set) var isOff = false
    private var failing: (name: String, code: StorageError.Code)?

    init(directories: [String], capacity: Int) {
        self.directories = Set(directories)
        durableDirectories = self.directories
        self.capacity = capacity
    }

    /// Bytes in all files that have a name.
    var used: Int { Set(names.values).reduce(0) { $0 + files[$1].data.count } }

    func file(at path: String) -> SimulatedFile? { names[path].map { files[$0] } }

    func requireDirectory(of path: String) throws(StorageError) {
        guard directories.contains(parent(path)) else {
            throw StorageError(code: .notFound, call: "open", path: path, detail: "its directory is missing")
        }
    }

    mutating func change(_ change: NameChange) {
        Self.apply(change, to: &names, &directories)
        pending.append(change)
    }

    mutating func makeNamesDurable(in directory: String) {
        for change in pending where change.isIn(directory) {
            Self.apply(change, to: &durableNames, &durableDirectories)
        }
        pending.removeAll { $0.isIn(directory) }
    }

    /// The code with which call `number` fails; nil when it does not.
    mutating func fault(_ number: Int, name: String) -> StorageError.Code? {
        if isOff { return .inputOutput }
        if let failing, failing.name == name { return failing.code }
        guard let plan, plan.number == number else { return nil }
        switch plan.fault {
        case .powerCut:
            isOff = true
            return .inputOutput
        case .failure(let code): return code
        case .lastingFailure(let code):
            failing = (name, code)
            return code
        }
    }

    /// What is left of everything after a power cut.
    func survivor(_ survival: SimulatedDisk.Survival) -> SimulatedDiskState {
        var left = SimulatedDiskState(directories: Array(durableDirectories), capacity: capacity)
        left.names = durableNames
        var random: SeededGenerator? = if case .arbitrary(let seed) = survival { SeededGenerator(seed: seed) } else { nil }
        for change in pending where survival == .everything || random?.oneIn(2) == true {
            Self.apply(change, to: &left.names, &left.directories)
        }
        // A name whose directory did not survive is gone with it.
        left.names = left.names.filter { left.directories.contains(parent($0.key)) }
        left.files = files.map { file in
            var bytes = survival == .everything ? file.data : file.durable
            if random != nil { bytes = Self.torn(file, &random) }
            return SimulatedFile(data: bytes, durable: bytes)
        }
        left.durableNames = left.names
        left.durableDirectories = left.directories
        return left
    }

    /// A file of which the synced prefix survived and the rest in some way that disks have been seen to do.
    private static func torn(_ file: SimulatedFile, _ random: inout SeededGenerator?) -> [UInt8] {
        guard var generator = random else { return file.durable }
        defer { random = generator }
        let start = file.durable.count
        let unsynced = file.data.count - start
        guard unsynced > 0 else { return file.durable }
        switch generator.pick(0...4) {
        case 0: return file.durable
        case 1: return file.data
        case 2: return Array(file.data[..<(start + generator.pick(0...unsynced))])
        case 3:
            // The length was written, the bytes were not.
            return file.durable + [UInt8](repeating: 0, count: unsynced)
        default:
            // Some sectors were written, others hold zeros or what was there before.
            var bytes = file.data
            for sector in stride(from: start / 512 * 512, to: bytes.count, by: 512) where generator.oneIn(2) {
                let filler = UInt8(generator.oneIn(2) ? 0 : generator.pick(0...255))
                for i in max(sector, start)..<min(sector + 512, bytes.count) { bytes[i] = filler }
            }
            return bytes
        }
    }

    private static func apply(_ change: NameChange, to names: inout [String: Int], _ directories: inout Set<String>) {
        switch change {
        case .link(let path, let inode): names[path] = inode
        case .unlink(let path): names[path] = nil
        case .move(let old, let new, let inode):
            // After a crash the old name may never have been there; the new one then is.
            names[old] = nil
            names[new] = inode
        case .makeDirectory(let path): directories.insert(path)
        }
    }
}
