// SPDX-License-Identifier: Apache-2.0
package import LedePacking
import Foundation

package struct StorageError: Error, Sendable { package var message: String }
package struct PagedFileWriter: ~Copyable {
    var bytes: [UInt8] = []
    let path: String
    package init(path: String) { self.path = path; bytes = Array(repeating: 0, count: 16) }
    package var offset: Int { bytes.count }
    package mutating func append(_ more: [UInt8]) throws(StorageError) { bytes += more }
    package mutating func align(to n: Int) throws(StorageError) { while bytes.count % n != 0 { bytes.append(0) } }
    package consuming func finish(userWords: (UInt64, UInt64)) throws(StorageError) -> (length: Int, checksum: UInt32) { (bytes.count, 0) }
}
package final class PagedFile: Sendable {
    package let path: String
    package let pages: PagedBytes
    package let userWords: (UInt64, UInt64)
    package let payloadLength: Int
    init(path: String, pages: PagedBytes) { self.path = path; self.pages = pages; userWords = (0, 0); payloadLength = 0 }
    package func verifyAll() throws(Damage) {}
}
