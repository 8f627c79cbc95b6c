/// Force plates, motion capture, load cells and recorders.
extension FileLayout {
    private static let kilogram = 9.80665

    static let plates: [FileLayout] = [
        .read(
            "Kistler BioWare, two plates", bioware, ["--column", "8", "--kind", "plate"], said: ["lines before the table"],
            end: "\r\n"),
        .refused("Kistler BioWare, which plate?", bioware, ["--column", "Fz"], "several columns are called \"Fz\"", "4, 8"),
        .read(
            "Kistler BioWare, one plate",
            ["BioWare Version 5.3 Export", "Rate (Hz):\t1000", "abs time (s)\tFz", "\tN"]
                + rows { seconds($0) + "\t" + text($1) }),
        .read(
            "Vicon Nexus, a second section below",
            [
                "Devices", "1000", ",,Force plate 1 - Force,,", "Frame,Sub Frame,Fx,Fy,Fz", ",,N,N,N",
            ] + rows { "\($0 / 10 + 1),\($0 % 10),0.1,0.2,\(text($1))" } + [
                "", "Trajectories", "100", ",,Athlete:LANK,,,Athlete:RANK,,", "Frame,Sub Frame,X,Y,Z,X,Y,Z",
                ",,mm,mm,mm,mm,mm,mm",
            ] + (1...14).map { "\($0),0,1.5,2.5,3.5,4.5,5.5,6.5" }, ["--column", "Fz"],
            said: ["1000 Hz is taken from line 2", "another table of 8 columns"]),
        .read(
            "Vicon, model outputs", ["Model Outputs", "1000", "Frame,Sub Frame,GRF", ",,N"] + rows { "\($0 + 1),0,\(text($1))" },
            said: ["1000 Hz is taken from line 2"]),
        .refused(
            "AMTI NetForce, no heading", rows { _, f in "0.1,0.2,\(text(f)),1.5,2.5,3.5" }, ["--column", "3"],
            "--time NAME, or --rate HZ"),
        .read(
            "AMTI NetForce, rate given", rows { _, f in "0.1,0.2,\(text(f)),1.5,2.5,3.5" }, ["--column", "3", "--rate", "1000"],
            said: ["newtons are assumed"]),
        .read(
            "AMTI BioAnalysis, seconds in front",
            ["Time (sec),Fx (N),Fy (N),Fz (N),Mx (N.m)"] + rows { "\(seconds($0)),1,2,\(text($1)),4" }, ["--column", "Fz"]),
        .read(
            "Bertec Digital Acquire", ["Time (s)\tFx (N)\tFz (N)\tMx (N*m)"] + rows { seconds($0) + "\t1\t\(text($1))\t2" },
            ["--column", "Fz"]),
        .read(
            "Hawkin Dynamics", ["Time (s),Left (N),Right (N),Combined (N)"] + rows { "\(seconds($0)),1,2,\(text($1))" },
            ["--column", "Combined"]),
        .refused(
            "Hawkin Dynamics, which column?",
            ["Time (s),Left (N),Right (N),Combined (N)"] + rows { "\(seconds($0)),1,2,\(text($1))" },
            [], "--column", "4 Combined (N)"),
        .read(
            "VALD ForceDecks",
            ["Athlete,A B", "Test,IMTP", "Recording Rate,1000 Hz", "", "Time (s),Z Left (N),Z Right (N)"]
                + rows { "\(seconds($0)),5,\(text($1))" }, ["--column", "Z Right"], said: ["before the table"]),
        .read(
            "PASCO Capstone", ["\"Time (s)\",\"Normal Force (N)\""] + rows { "\"\(seconds($0))\",\"\(text($1))\"" }),
        .read(
            "BTS, declared units",
            ["BTS ASCII format", "Type:\tForce data", "Measure unit:\tN", "Samples:\t24", "", "Sample\tTime\tFz"]
                + rows { "\($0 + 1)\t\(seconds($0))\t\(text($1))" }),
        .read(
            "Qualisys, force export",
            ["NO_OF_SAMPLES\t24", "FREQUENCY\t1000", "DESCRIPTION\tplate 1", "Force_X\tForce_Y\tForce_Z"]
                + rows { _, f in "0.1\t0.2\t\(text(f))" }, ["--column", "Force_Z"], said: ["1000 Hz is taken from line 2"]),
        .read(
            "Qualisys, with times",
            ["FREQUENCY\t1000", "SAMPLE\tTIME\tForce_Z"] + rows { "\($0 + 1)\t\(seconds($0))\t\(text($1))\t" }),
        .read(
            "OpenSim .mot",
            ["grf", "version=1", "nRows=24", "nColumns=2", "inDegrees=yes", "endheader", "time\tground_force_vy"]
                + rows { "      \(seconds($0))\t     \(text($1))" }),
        .read(
            "OpenSim .sto",
            ["grf.sto", "DataRate=1000.000000", "DataType=double", "endheader", "time\tground_force_vy"]
                + rows { "\(seconds($0))\t\(text($1))" }),
        .refused("C3D", bytes: [2, 0x50] + [UInt8](repeating: 0, count: 600), ["C3D", "CSV"]),
    ]

    private static let bioware =
        [
            "BioWare Version 5.3.2.9 Export", "Device:\t" + Array(repeating: "plate", count: 8).joined(separator: "\t"),
            "Samples (#):" + String(repeating: "\t24", count: 8), "Rate (Hz):" + String(repeating: "\t1000.000000", count: 8),
            "Normalized force (N):" + String(repeating: "\t0.000000", count: 8), "File Information",
            "Date\tJan 01, 2026  03:02:40",
            "abs time (s)\tFx\tFy\tFz\t|Ft|\tFx\tFy\tFz\t|Ft|", String(repeating: "\tN", count: 8),
        ] + rows { seconds($0) + "\t1.5\t2.5\t3.5\t4.5\t5.5\t6.5\t" + text($1) + "\t7.5" }

    static let recorders: [FileLayout] = [
        .read(
            "Tindeq Progressor", ["time,weight (kg)"] + rows { "\(text(Double($0) / 80, 6)),\(text($1, 3))" }, rate: 80,
            force: newtons.map { (1000 * $0).rounded() / 1000 * kilogram }),
        .read(
            "Chronojump", ["Time (micros);Force(N)"] + rows { "\($0 * 11432);\(text($1, 3, comma: true))" }, rate: 1e6 / 11432),
        .read(
            "Vernier Logger Pro, text",
            ["Vernier Format 2", "Untitled.cmbl 11/28/2026 10:00:00", "Run 1", "Time\tForce", "T\tF", "s\tN", ""]
                + rows { "\(seconds($0))\t\(text($1))" }),
        .read("Vernier Logger Pro, CSV", ["Latest: Time (s),Latest: Force (N)"] + rows { "\(seconds($0)),\(text($1))" }),
        .read(
            "Vernier Graphical Analysis, two sets",
            ["Data Set 1:Time(s),Data Set 1:Force(N),Data Set 2:Time(s),Data Set 2:Force(N)"]
                + rows { "\(text(Double($0) / 50, 2)),1.5,\($0 < 20 ? text(Double($0) / 1000) : ""),\($0 < 20 ? text($1) : "")" },
            ["--column", "Data Set 2:Force"], force: Array(newtons.prefix(20))),
        .read(
            "PhidgetControl log",
            ["timestamp,device,channel,value (N)"]
                + rows { "2026-11-28 10:00:00.\(String(100 + $0 * 8).suffix(3)),Bridge,0,\(text($1))" }, rate: 125),
        .read(
            "LabJack LJLogM", ["Time\tForce (N)"] + rows { "\(text(3_877_234_511 + Double($0) / 8, 3))\t\(text($1))" }, rate: 8),
        .read(
            "LabJack LJStreamM", ["Scan rate: 1000 Hz", "Time, v0, y0 (N)"] + rows { "\(seconds($0)), 0.01, \(text($1))" },
            ["--column", "y0"]),
        .read(
            "LabChart",
            [
                "Interval=\t0.001 s", "ExcelDateTime=\t4.6354000000000e+04", "TimeFormat=\tStartOfBlock",
                "ChannelTitle=\tForce\tEMG",
                "Range=\t500 N\t2 mV",
            ] + rows { "\(seconds($0))\t\(text($1))\t0.01" }),
        .read(
            "LabVIEW .lvm",
            [
                "LabVIEW Measurement", "Separator\tTab", "Decimal_Separator\t.", "***End_of_Header***\t\t", "Channels\t1\t",
                "Samples\t24\t", "Y_Unit_Label\tNewton\t", "Delta_X\t0.001000\t", "***End_of_Header***\t\t",
                "X_Value\tForce\tComment",
            ] + rows { "\(text(Double($0) / 1000, 6))\t\(text($1))" }),
        .read(
            "Delsys, a slower sensor beside",
            ["X[s],EMG 1[V],X[s],Load[N]"]
                + (0..<96).map {
                    "\(text(Double($0) / 4000, 5)),0.001,\($0 < 24 ? text(Double($0) / 1000) : ""),\($0 < 24 ? text(newtons[$0]) : "")"
                },
            ["--column", "Load"]),
        .read(
            "Noraxon",
            ["\"Name\",\"A B\"", "\"Activity\",\"pull\"", "time,\"Force, N\",\"Ultium 1, uV\""]
                + rows { "\(seconds($0)),\(text($1)),3.5" }, ["--column", "Force"]),
        .read(
            "a column sampled at a fifth of the rate",
            ["time_s,emg_mV,force_N"]
                + (0..<120).map { "\(text(Double($0) / 5000, 4)),0.5,\($0 % 5 == 0 ? text(newtons[$0 / 5]) : "")" },
            ["--column", "force_N"], said: ["a number in 24 of 120 rows"]),
        .read(
            "Mecmesin, pounds", ["Time (s),Load (lbf)"] + rows { "\(seconds($0)),\(text($1))" },
            force: newtons.map { $0 * 4.4482216152605 }),
        .read("Mark-10, newest heading below", ["Reading [N],Time [s]"] + rows { "\(text($1)),\(seconds($0))" }),
        .refused("TDMS", bytes: Array("TDSm".utf8) + [0, 1, 2, 3], ["TDMS", "CSV"]),
    ]
}
