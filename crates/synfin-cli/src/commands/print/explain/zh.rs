//! The sentences in Chinese.

use super::sentence::Sentence;

/// A sentence with its blanks.
pub(super) const fn text(sentence: Sentence) -> &'static str {
    match sentence {
        Sentence::ClientActs | Sentence::Client => "客户端",
        Sentence::ServerActs | Sentence::Server => "服务器",
        Sentence::Again => "没有等到应答，重发第 {packet} 个包的内容：",
        Sentence::Syn => {
            "{Sender}请求建立连接：它发送的字节从初始序列号（ISN）{seq} 开始编号，\
             SYN 本身占用这一个序列号"
        }
        Sentence::SynAck => {
            "{Sender}同意，并以初始序列号 {seq} 打开自己的方向；确认号 {ack} = {receiver}的初始序列号 \
             {before_ack} + 1，因为 SYN 占用一个序列号"
        }
        Sentence::SynAcknowledged => {
            "{Sender}确认{receiver}的 SYN：确认号 {ack} = 初始序列号 {before_ack} + 1，\
             即它期望收到的下一个序列号，因为 SYN 占用一个"
        }
        Sentence::CrossingSyn => {
            "{Sender}在收到{receiver}的 SYN 之前也请求建立同一个连接，两个 SYN 在途中交错；\
             它的初始序列号是 {seq}"
        }
        Sentence::CrossingSynAnswered => {
            "{Sender}应答与自己交错的 SYN：确认号 {ack} = {receiver}的初始序列号 {before_ack} + 1，\
             因为 SYN 占用一个序列号"
        }
        Sentence::WithData => "，并随之带来 {length} 字节数据",
        Sentence::FirstFin => {
            "{Sender}没有数据要发了，关闭自己的方向：FIN 占用序列号 {fin}，排在最后一个数据字节之后；\
             它仍然可以接收"
        }
        Sentence::FirstFinAcknowledged => {
            "{Sender}确认 FIN：确认号 {ack} = {before_ack} + 1，因为 FIN 占用一个序列号；\
             它自己的方向仍然打开，不必急着关闭"
        }
        Sentence::AckAndSecondFin => {
            "{Sender}确认 FIN（确认号 {ack} = {before_ack} + 1，因为 FIN 占用一个序列号），\
             并在同一个报文段里以序列号为 {fin} 的 FIN 关闭自己的方向：四步中的两步合成一步"
        }
        Sentence::SecondFin => "{Sender}也没有数据要发了，关闭自己的方向：FIN 占用序列号 {fin}",
        Sentence::SecondFinAcknowledged => {
            "{Sender}确认对方的 FIN：确认号 {ack} = {before_ack} + 1，因为 FIN 占用一个序列号；\
             两个方向都已关闭"
        }
        Sentence::CrossingFin => {
            "{Sender}在收到{receiver}的 FIN 之前关闭自己的方向，两个 FIN 在途中交错；\
             它的 FIN 占用序列号 {fin}"
        }
        Sentence::CrossingFinAcknowledged => {
            "{Sender}确认与自己交错的 FIN：确认号 {ack} = {before_ack} + 1，因为 FIN 占用一个序列号"
        }
        Sentence::TimeWait => {
            "；它要等待两倍的最大报文段生存时间（2 MSL），以防这个 ACK 丢失而 FIN 再次到来"
        }
        Sentence::Refused => {
            "{Sender}拒绝连接：该端口没有程序在监听；RST 的确认号 {ack} = 初始序列号 {before_ack} + 1，\
             表明它应答的是哪个 SYN"
        }
        Sentence::Reset => "{Sender}用 RST 立即中断连接，RST 无需确认；还在途中的数据都丢弃",
        Sentence::IgnoredReset => {
            "{Sender}发来 RST，但其序列号 {seq} 不是{receiver}期望的下一个序列号，因此不被接受"
        }
        Sentence::StrayReset => {
            "{Sender}发来 RST，但它没有确认{receiver}发出的 SYN，因此不被{receiver}接受"
        }
        Sentence::WrongAck => {
            "{Sender}的确认号 {ack} 与{receiver}发送过的任何内容都不符：该报文段不可接受，不起作用"
        }
        Sentence::States => {
            "。此后{client}处于 {client_state}{client_assumed}，{server}处于 \
             {server_state}{server_assumed}。"
        }
        Sentence::Assumed => "（如果此报文段送达）",
    }
}
