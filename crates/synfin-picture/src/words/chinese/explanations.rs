//! Explanations of single packets, in Chinese.

use crate::words::{Explanation, catalogue};

catalogue! { Explanation:
    Syn: "{Sender}请求建立连接：它的数据字节将从初始序列号（ISN）{seq} 起编号，SYN 本身占用这一个序列号";
    SynAck: "{Sender}同意，并以 ISN {seq} 打开自己的方向；确认号 {ack} = {receiver's} ISN {isn} + 1{more}，因为 SYN 占用一个序列号";
    SynAcknowledged: "{Sender}确认{receiver's} SYN：确认号 {ack} = ISN {isn} + 1{more}，即它期望收到的下一个序列号，因为 SYN 占用一个序列号";
    MoreAcknowledged: " + {acknowledged} 字节数据";
    CrossingSyn: "{Sender}在看到{receiver's} SYN 之前，也以 ISN {seq} 请求建立同一个连接：两个 SYN 在途中交错";
    CrossingSynAnswered: "{Sender}应答与自己的 SYN 交错的那个 SYN：确认号 {ack} = {receiver's} ISN {isn} + 1{more}，因为 SYN 占用一个序列号";
    WithData: "；同时带来 {length} 字节数据";
    FirstFin: "{Sender}没有数据要发送了，关闭自己的方向：FIN 占用序列号 {fin}，排在最后一个数据字节之后；它仍然可以接收数据";
    FirstFinAcknowledged: "{Sender}确认这个 FIN：确认号 {ack} = {before_ack} + 1，因为 FIN 占用一个序列号；它自己的方向仍然打开，不必急着关闭";
    AckAndSecondFin: "{Sender}把四步中的两步合成一步：确认 FIN（确认号 {ack} = {before_ack} + 1，因为 FIN 占用一个序列号），同时以序列号为 {fin} 的 FIN 关闭自己的方向";
    SecondFin: "{Sender}也没有数据要发送了，关闭自己的方向：FIN 占用序列号 {fin}";
    SecondFinAcknowledged: "{Sender}确认另一个 FIN：确认号 {ack} = {before_ack} + 1，因为 FIN 占用一个序列号；至此两个方向都已关闭";
    CrossingFin: "{Sender}在看到{receiver's} FIN 之前关闭自己的方向：两个 FIN 在途中交错；这个 FIN 占用序列号 {fin}";
    CrossingFinAcknowledged: "{Sender}确认与自己的 FIN 交错的那个 FIN：确认号 {ack} = {before_ack} + 1，因为 FIN 占用一个序列号";
    TimeWait: "；{sender}要等待两倍的最大报文段生存时间（2 MSL），以防这个 ACK 丢失而 FIN 再次到来";
    Refused: "{Sender}拒绝连接，因为该端口没有程序在监听：RST 的确认号 {ack} = {receiver's} ISN {isn} + 1{more}，由此可知它应答的是哪个 SYN";
    Reset: "{Sender}用 RST 立即中断连接，RST 不需要确认；还在途中的数据都会丢失";
    IgnoredReset: "{Sender}发来 RST，但序列号 {seq} 不是{receiver}期望的下一个序列号，因此不起作用";
    StrayReset: "{Sender}发来 RST，但没有确认{receiver's} SYN，因此{receiver}不予理会";
    WrongAck: "{Sender}的确认号 {ack} 与{receiver}发送过的任何内容都不符：这个报文段不可接受";
    Again: "（与之前第 {packet} 个包相同）";
    States: "。此时{Client}处于 {client_state}{client_assumed}，{server}处于 {server_state}{server_assumed}。";
    IfItArrives: "（如果此报文段送达）";
    Unseen: "（推测）";
}
