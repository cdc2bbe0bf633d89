//! Labels, in Chinese.

use crate::words::{Label, catalogue};

catalogue! { Label:
    // The page.
    Title: "TCP 连接";
    Connections: "连接";
    Filter: "筛选";
    FilterHint: "关键词，例如 reset 443";
    SortHint: "连接列表；点击第一行的按钮可以排序";
    ShownOfAll: "显示 {shown} 个，共 {all} 个连接";
    ShowMore: "显示更多";
    LeftOut: "这里显示最值得看的 {kept} 个连接，另外 {left_out} 个没有列出（用 --limit 可以增加）。";
    AllConnections: "全部连接";
    Previous: "上一个";
    Next: "下一个";
    Connection: "连接 {id}";
    Facts: "概况";
    Story: "经过";
    NoStory: "没有空间保留这个连接的包，只保留了它的概况。";
    Ladder: "时序图";
    LadderHint: "客户端与服务器之间的包，以及两端状态的变化";
    Seconds: "秒";
    Segment: "报文段";
    OverTime: "随时间的变化";
    EachDirection: "两个方向";
    FactsOfDirections: "两个方向各自的情况";
    Fact: "项目";
    ClientToServer: "客户端到服务器";
    ServerToClient: "服务器到客户端";
    Yes: "是";
    No: "否";
    // Figures of a capture.
    Comma: "，";
    Packets: "包";
    WithTcp: "{count} 个含 TCP";
    Others: "到其中最后一个为止另有 {count} 个其他包";
    Unread: "{count} 个被截断，或是数据报的前面分片";
    AllOfThem: "连接";
    ByOpening: "按建立方式";
    ByClosing: "按结束方式";
    Resets: "被 RST 中断";
    ResetsBy: "客户端 {client} 次，服务器 {server} 次";
    PayloadOctets: "数据字节";
    Retransmitted: "重发";
    OfSegments: "{all} 个报文段中 {count} 个（{share}）";
    NotCaptured: "未抓到";
    SequenceNumbers: "{count} 个序列号";
    HandshakeTimes: "握手用时";
    Percentiles: "50 %：{median}，90 %：{high}，99 %：{highest}（{count} 次握手）";
    NearPercentiles: "50 %：{median}，90 %：{high}，99 %：{highest}（{count} 次握手；用时误差不超过 0.2 %）";
    TopTalkers: "发送最多的地址";
    TalkersForgotten: "地址太多：每项数字最多可能少计 {octets} 字节和 {connections} 个连接";
    Address: "地址";
    OctetsSent: "发送的字节";
    // Facts of a connection.
    Number: "#";
    Client: "客户端";
    Server: "服务器";
    Opening: "建立";
    Closing: "结束";
    ClosedBy: "先关闭者";
    Octets: "字节";
    SentAgain: "重发";
    ClientState: "客户端状态";
    ServerState: "服务器状态";
    Begins: "开始";
    ClientKnownBy: "客户端判断依据";
    HandshakeTime: "握手";
    ServerHalf: "其中服务器一半";
    ClientHalf: "其中客户端一半";
    TimeToFirstByte: "首字节时间";
    ResponseTime: "响应时间";
    LongestSilence: "最长停顿";
    CloseStyle: "结束方式";
    ClosingTime: "关闭用时";
    Vlan: "VLAN";
    // Facts of a direction.
    DifferentOctets: "不重复的字节";
    MissingOctets: "未抓到的字节";
    OutOfOrder: "乱序";
    ZeroWindows: "零窗口";
    DuplicateAcks: "重复的 ACK";
    KeepAlives: "保活探测";
    ShortestRoundTrip: "最短往返时间";
    MeanRoundTrip: "平均往返时间";
    LongestRoundTrip: "最长往返时间";
    Mss: "MSS";
    WindowScale: "窗口扩大因子";
    SackPermitted: "允许 SACK";
    Timestamps: "时间戳";
    // Charts.
    ClientSequence: "客户端到服务器：序列号";
    ServerSequence: "服务器到客户端：序列号";
    InFlight: "在途字节";
    RoundTripTime: "往返时间";
    Throughput: "吞吐量";
    Window: "窗口";
    Acked: "ACK";
    Sacked: "SACK";
    Sent: "发送";
    LetterKey: "S 为 SYN，F 为 FIN，R 为 RST";
    // Ladders.
    PhaseHandshake: "握手";
    PhaseSimultaneousOpen: "同时打开";
    PhaseRefused: "拒绝";
    PhaseData: "数据";
    PhaseHalfClosedData: "半关闭后的数据";
    PhaseTeardown: "挥手";
    PhaseSimultaneousClose: "同时关闭";
    PhaseReset: "复位";
    PhaseClosed: "已关闭";
    FoldedSegments: "{count} 个报文段";
    FoldedLeftOut: "未列出：{count} 个报文段";
}
