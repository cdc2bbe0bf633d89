//! Everything that is said, in Chinese.

use super::catalogue;
use crate::numbers::Units;

/// The units of time: one, and several.
pub(super) const UNITS: Units = [
    ("纳秒", "纳秒"),
    ("微秒", "微秒"),
    ("毫秒", "毫秒"),
    ("秒", "秒"),
    ("分钟", "分钟"),
    ("小时", "小时"),
];

catalogue! {
    // Names.
    ClientActs: "客户端";
    ServerActs: "服务器";
    Client: "客户端";
    Server: "服务器";
    ClientOwns: "客户端的";
    ServerOwns: "服务器的";
    It: "它";
    // Explanations of single steps.
    StepSyn: "{Sender}请求建立连接：它的数据字节将从初始序列号（ISN）{seq} 起编号，SYN 本身占用这一个序列号";
    StepSynAck: "{Sender}同意，并以 ISN {seq} 打开自己的方向；确认号 {ack} = {receiver's} ISN {isn} + 1{more}，因为 SYN 占用一个序列号";
    StepSynAcknowledged: "{Sender}确认{receiver's} SYN：确认号 {ack} = ISN {isn} + 1{more}，即它期望收到的下一个序列号，因为 SYN 占用一个序列号";
    StepMoreAcknowledged: " + {acknowledged} 字节数据";
    StepCrossingSyn: "{Sender}在看到{receiver's} SYN 之前，也以 ISN {seq} 请求建立同一个连接：两个 SYN 在途中交错";
    StepCrossingSynAnswered: "{Sender}应答与自己的 SYN 交错的那个 SYN：确认号 {ack} = {receiver's} ISN {isn} + 1{more}，因为 SYN 占用一个序列号";
    StepWithData: "；同时带来 {length} 字节数据";
    StepFirstFin: "{Sender}没有数据要发送了，关闭自己的方向：FIN 占用序列号 {fin}，排在最后一个数据字节之后；它仍然可以接收数据";
    StepFirstFinAcknowledged: "{Sender}确认这个 FIN：确认号 {ack} = {before_ack} + 1，因为 FIN 占用一个序列号；它自己的方向仍然打开，不必急着关闭";
    StepAckAndSecondFin: "{Sender}把四步中的两步合成一步：确认 FIN（确认号 {ack} = {before_ack} + 1，因为 FIN 占用一个序列号），同时以序列号为 {fin} 的 FIN 关闭自己的方向";
    StepSecondFin: "{Sender}也没有数据要发送了，关闭自己的方向：FIN 占用序列号 {fin}";
    StepSecondFinAcknowledged: "{Sender}确认另一个 FIN：确认号 {ack} = {before_ack} + 1，因为 FIN 占用一个序列号；至此两个方向都已关闭";
    StepCrossingFin: "{Sender}在看到{receiver's} FIN 之前关闭自己的方向：两个 FIN 在途中交错；这个 FIN 占用序列号 {fin}";
    StepCrossingFinAcknowledged: "{Sender}确认与自己的 FIN 交错的那个 FIN：确认号 {ack} = {before_ack} + 1，因为 FIN 占用一个序列号";
    StepTimeWait: "；{sender}要等待两倍的最大报文段生存时间（2 MSL），以防这个 ACK 丢失而 FIN 再次到来";
    StepRefused: "{Sender}拒绝连接，因为该端口没有程序在监听：RST 的确认号 {ack} = {receiver's} ISN {isn} + 1{more}，由此可知它应答的是哪个 SYN";
    StepReset: "{Sender}用 RST 立即中断连接，RST 不需要确认；还在途中的数据都会丢失";
    StepIgnoredReset: "{Sender}发来 RST，但序列号 {seq} 不是{receiver}期望的下一个序列号，因此不起作用";
    StepStrayReset: "{Sender}发来 RST，但没有确认{receiver's} SYN，因此{receiver}不予理会";
    StepWrongAck: "{Sender}的确认号 {ack} 与{receiver}发送过的任何内容都不符：这个报文段不可接受";
    StepAgain: "（与之前第 {packet} 个包相同）";
    StepStates: "。此时{Client}处于 {client_state}{client_assumed}，{server}处于 {server_state}{server_assumed}。";
    StepIfItArrives: "（如果此报文段送达）";
    StepUnseen: "（推测）";
    // Stories: small parts.
    OneTime: "1 次";
    TwoTimes: "2 次";
    Times: "{count} 次";
    OneSegment: "1 个报文段";
    Segments: "{count} 个报文段";
    OneByte: "1 字节";
    Bytes: "{count} 字节";
    AtPackets: "（{packets}）";
    AndMore: " 以及另外 {count} 个";
    ListComma: "、";
    FromTo: "{first} 至 {last}";
    // Stories: opening.
    Asked: "客户端 {client} 向服务器 {server} 请求建立连接{at}。";
    AskedAgain: "客户端 {client} 向服务器 {server} 请求建立连接，共请求 {times}{at}，最后一次比第一次晚 {later}。";
    AgreedOnly: "服务器 {server} 同意建立连接{at}，客户端 {client} 此前必定发出过请求。";
    AskedBoth: "{client} 与 {server} 同时向对方请求建立连接{at}；下文把先出现的一端称为客户端。";
    OpenBoth: "双方各自同意了对方的请求，{whole}后连接建立{at}。";
    SplitHandshake: "服务器没有直接同意，而是反过来发出请求，这种做法不常见；{whole}后连接建立{at}。";
    OpeningUnseen: "抓包开始时，{client} 与 {server} 已经建立连接{at}，因此无法得知连接是如何建立的。";
    ClientByGuess: "无法确定由哪一端发起；下文把先出现的 {client} 称为客户端。";
    Unsolicited: "{server} 应答了 {client}，但抓包中没有对应的请求{at}：可能请求没有被抓到，也可能有人冒用了该地址。";
    Refused: "{after}后服务器拒绝了请求{at}：它的端口 {port} 上没有程序在监听。";
    LookAtPort: "能收到拒绝，说明到服务器的路径是通的；请检查服务器上的程序是否在运行。";
    Unanswered: "没有抓到任何应答，既没有同意，也没有拒绝。";
    LookAtWay: "请检查途中是否有防火墙、包 {packet} 附近是否有 ICMP 消息，并在服务器一端抓包对照。";
    Handshake: "服务器表示同意，客户端随后确认，三次握手在 {whole}内完成{at}。";
    HandshakeRepeated: "服务器表示同意，客户端随后确认{at}；由于有报文段需要重发，三次握手用了 {whole}。";
    ServerHalf: "从抓包点来看，等待服务器的应答用了 {server_half}，等待客户端的确认用了 {client_half}：服务器一侧较慢。";
    ClientHalf: "从抓包点来看，等待服务器的应答用了 {server_half}，等待客户端的确认用了 {client_half}：客户端一侧较慢。";
    HalvesAlike: "从抓包点来看，等待服务器的应答用了 {server_half}，等待客户端的确认用了 {client_half}：握手的两半用时相近。";
    NearClient: "等待服务器的应答用了 {server_half}，等待客户端的确认只用了 {client_half}：抓包点靠近客户端，所以较慢的一半是与服务器之间的往返。";
    NearServer: "等待服务器的应答只用了 {server_half}，等待客户端的确认用了 {client_half}：抓包点靠近服务器，所以较慢的一半是与客户端之间的往返。";
    HandshakeOneWay: "只抓到了{side}发送的报文段，因此无法计算握手用时。";
    HandshakeIncomplete: "抓包中三次握手没有完成。";
    FastOpenAccepted: "请求中已经携带数据，服务器予以接受（TCP Fast Open）{at}。";
    FastOpenIgnored: "请求中已经携带数据，服务器没有接受{at}，这些数据只好重新发送。";
    // Stories: what was carried, and what went wrong.
    Carried: "随后客户端发送数据 {from_client}，服务器发送数据 {from_server}{at}。";
    CarriedOneWay: "随后{side}发送数据 {octets}{at}，{other}没有发送数据。";
    CarriedNothing: "没有传送任何数据。";
    SlowAnswer: "从客户端发出第一份数据到服务器发出第一份数据，相隔 {wait}{at}，远远超过往返所需的时间。";
    NothingLost: "途中没有丢失数据，也没有重复发送数据。";
    NothingOdd: "途中没有丢失，也没有重复发送，整个过程没有异常。";
    SentAgain: "{side}重发了 {segments}（数据 {octets}）：{how}{outcome}。";
    AllArrived: "；最终所有数据都得到了确认";
    CountOf: "其中 {count} 个";
    AgainAtOnce: "{count}在重复的 ACK 表明数据缺失后立即重发{at}";
    AgainIntoGap: "{count}用来填补{other}报告的空缺{at}";
    AgainAsProbe: "{count}在短时间未获应答后作为试探重发{at}";
    AgainAfterTimeout: "{count}在久等应答不到后重发{at}";
    AgainForNothing: "{count}其实不必重发，因为{other}已经收到{at}";
    AgainUnexplained: "{count}原因不明{at}";
    CapturedTwice: "抓包中有{side}的 {segments} 出现了两次{at}，这并不是 TCP 所为。";
    ArrivedTwice: "{side}报告说有数据重复到达{at}，可见重发并无必要。";
    Copied: "{side}报告说有数据重复到达{at}，而{other}只发送了一次：它在途中被复制了。";
    OutOfOrder: "{side}发送的报文段中，有 {segments} 晚于后面的报文段到达{at}，这不一定是丢失。";
    Missing: "{side}发送的数据中有 {octets} 不在抓包里{at}，但这并不表示它们在途中丢失。";
    NeverAcknowledged: "{side}发送的最后 {octets}（到包 {packet} 为止）始终没有得到确认。";
    SynAckAgain: "服务器重复同意了 {times}{at}。";
    FinAgain: "{side}又发送了 {times} FIN{at}，因为没有得到确认。";
    NoRoom: "{side}的接收缓冲区满了 {times}{at}：它的程序读取太慢。";
    RoomAgain: "{later}后它又有了空间{at}。";
    AskedForRoom: "{side}询问对方是否有了空间，共 {times}{at}。";
    KeepAlives: "{side}探测对方是否仍然在线，共 {times}{at}。";
    Pause: "最长的停顿持续了 {lasting}{at}，之后{side}继续发送。";
    // Stories: closing.
    ClosedByFour: "{side}先关闭{first}；{other}确认{first_ack}，并在 {later}后关闭自己的一侧{second}{confirmed}。";
    ClosedByThree: "{side}先关闭{first}；{other}用同一个包确认并关闭自己的一侧{second}{confirmed}。";
    ClosedByHalves: "{side}先关闭自己的一侧{first}，但仍继续接收；{other}继续发送，并在 {later}后关闭{second}{confirmed}。";
    LastConfirmed: "，{side}随后确认{at}";
    LastUnconfirmed: "，抓包中没有见到对它的确认";
    ClosedByBoth: "两端同时关闭{at}：两个 FIN 在途中交错。";
    HalfClosed: "{side}关闭了自己的一侧{at}；到抓包结束时，{other}尚未关闭。";
    WasReset: "{side}用 RST 中断了连接{at}。";
    WasResetBecause: "{side}用 RST 中断了连接{at}：{reason}。";
    ClosedThenReset: "{first_side}先关闭{first}，但随后{side}用 RST 中断了连接{at}。";
    ClosedThenResetBecause: "{first_side}先关闭{first}，但随后{side}用 RST 中断了连接{at}：{reason}。";
    StillOpen: "到抓包结束时，两端都没有关闭{at}。";
    Superseded: "没有抓到它的关闭过程；后来同样的端口被另一个连接使用。";
    Altogether: "整个过程历时 {lasting}，共 {segments}{at}。";
    Ends: "最后，客户端处于 {client_state}，服务器处于 {server_state}。";
    EndsAlike: "最后，两端都处于 {state}。";
    EndsOneWay: "最后，{side}处于 {state}；{other}发送的内容没有被抓到。";
    LookAt: "请看包 {packet}：{note}。";
    // Reasons of a reset.
    ReasonRefused: "该端口上没有程序在监听";
    ReasonHandshakeAborted: "它放弃了建立连接";
    ReasonAbort: "它的程序放弃了连接";
    ReasonDataAfterClose: "收到了已经没有程序会读取的数据";
    ReasonHalfOpen: "它不认识这个连接，或者已经不再认识";
    ReasonGaveUp: "它久等应答不到";
    // States, as a person says them.
    StateClosed: "CLOSED（已经结束）";
    StateListen: "LISTEN（没有迹象表明请求到达了它）";
    StateSynSent: "SYN-SENT（仍在请求）";
    StateSynReceived: "SYN-RECEIVED（已收到请求，等待最后的确认）";
    StateEstablished: "ESTABLISHED（连接打开）";
    StateFinWait1: "FIN-WAIT-1（已关闭自己的一侧，等待确认）";
    StateFinWait2: "FIN-WAIT-2（已关闭自己的一侧，等待对方关闭）";
    StateCloseWait: "CLOSE-WAIT（对方已关闭，自己尚未关闭）";
    StateClosing: "CLOSING（双方都已关闭，等待确认）";
    StateLastAck: "LAST-ACK（最后关闭，等待确认）";
    StateTimeWait: "TIME-WAIT（已关闭；再等一段时间，以防有报文段重来）";
    // Notes, as a person says them.
    NoteReordered: "它比所应答的请求先被抓到";
    NotePortReuse: "同样的端口之前用于另一个连接";
    NoteSynInLiveConnection: "连接打开期间又出现了建立连接的请求";
    NoteOldDuplicateSyn: "它表明包 {packet} 中的请求是旧的副本，或者是伪造的";
    NoteChallengeAck: "这一端没有照办，而是用这个 ACK 反问对方";
    NoteHalfOpen: "应答的一端已经失去这个连接，而另一端仍以为连接存在";
    NoteSuperseded: "之前使用这些端口的连接没有见到关闭过程";
    NoteSplitHandshake: "用一个不含确认的请求来应答请求";
    NoteWrongAck: "它确认了从未发送过的内容";
    NoteSecondSynAck: "服务器两次同意，但序列号不同；以客户端的 ACK 为准";
    NoteOutOfWindow: "它的序列号与发送方用过的相差太远，因此被忽略";
    NoteInvalidFlags: "它的标志位组合没有意义";
    NoteRstOutOfWindow: "这个 RST 的序列号不符，因此被忽略；它可能是旧的，也可能是伪造的";
    NoteRstNotExact: "这个 RST 的序列号只是接近，因此不起作用；它可能是伪造的";
    NoteRstForAnotherSyn: "这个 RST 没有确认请求，因此被忽略";
    NoteRstInTimeWait: "这个 RST 到达了处于 TIME-WAIT 的一端";
    NoteRstWithData: "这个 RST 携带了数据，但没有程序会读取";
    NoteSuspectedInjection: "在包 {packet} 的 RST 之后双方仍在继续，因此它是他人发送的";
    NoteFinWaitsForData: "它要求关闭，但在它之前的数据还没有出现";
    NoteFinWithoutAck: "没有 ACK 的 FIN 会被丢弃";
    NoteDataAfterFin: "发送方关闭之后又出现了它的数据";
    NoteTimeWaitRestarted: "FIN 再次到来，TIME-WAIT 的等待重新开始";
    NoteOldTimestamp: "它的时间戳比已接受的更旧";
    NoteSelfConnect: "源与目的相同";
    NoteOtherVlan: "它所在的 VLAN 与之前的包不同";
    NoteOther: "它不同寻常";
}
