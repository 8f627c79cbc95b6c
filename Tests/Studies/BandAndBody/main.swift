// How far from the truth the numbers are that several sensors have together: holds of an athlete between two bands on two plates, whose
// sensors have unequal rates, latencies and crystals, through the clocks, the processor and the analysis of the daemon. Prints the table
// of Metrics.docc/BandAndBody.md.
//
// usage: Tests/Studies/BandAndBody/run [HOLDS]     holds (200)
//        Tests/Studies/BandAndBody/run claims      the claims of the method, each on athletes who differ in it and who do not
//        Tests/Studies/BandAndBody/run situations [HOLDS] [NAME]   what athletes, coaches and sensors do, so many holds of each (20)

import Glibc

let argument = CommandLine.arguments.dropFirst().first
switch argument {
case "claims": exit(Claim.print() ? 0 : 1)
case "situations":
    let words = CommandLine.arguments.dropFirst(2)
    exit(SituationTable.print(holds: UInt64(words.first ?? "") ?? 20, of: words.dropFirst().first ?? "") ? 0 : 1)
default:
    let count = UInt64(argument ?? "") ?? 200
    study(count, equalToes: true)
    print()
    study(count, equalToes: false)
}
