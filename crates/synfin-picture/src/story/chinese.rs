//! The sentences in Chinese.

use super::{Sentence, Words};
use crate::numbers::{duration, octets};
use synfin::Side;

/// The words of every sentence.
pub(super) const WORDS: Words = Words {
    opening,
    middle,
    closing,
};

fn opening(sentence: &Sentence) -> String {
    match sentence {
        Sentence::Asked {
            client,
            server,
            packet,
            attempts: 0 | 1,
        } => {
            format!("{client} 向 {server} 请求建立连接（#{packet}）。")
        }
        Sentence::Asked {
            client,
            server,
            packet,
            attempts,
        } => {
            format!("{client} 向 {server} 请求建立连接，共请求 {attempts} 次（首次为 #{packet}）。")
        }
        Sentence::AskedBoth {
            client,
            server,
            packet,
        } => {
            format!("{client} 与 {server} 同时向对方请求建立连接（#{packet}）。")
        }
        Sentence::OpeningUnseen {
            client,
            server,
            packet,
        } => format!(
            "抓包开始时，{client} 与 {server} 的连接已经建立（#{packet}），无法确定由哪一端发起。"
        ),
        Sentence::Unsolicited {
            client,
            server,
            packet,
        } => {
            format!("{server} 回应了 {client}，但抓包中没有对应的请求（#{packet}）。")
        }
        Sentence::Refused { packet, after } => format!(
            "服务器在 {} 后拒绝（#{packet}）：该端口无人监听。",
            duration(*after)
        ),
        Sentence::Unanswered {
            attempts: 0 | 1, ..
        } => "没有收到任何应答。".into(),
        Sentence::Unanswered { during, .. } => {
            format!("在 {} 内没有收到任何应答。", duration(*during))
        }
        Sentence::Handshake {
            syn,
            syn_ack,
            ack,
            server_half,
            client_half,
        } => format!(
            "三次握手用时 {}（#{syn}、#{syn_ack}、#{ack}）：等待服务器应答 {}，等待客户端应答 {}；{}。",
            duration(server_half.saturating_add(*client_half)),
            duration(*server_half),
            duration(*client_half),
            if server_half > client_half {
                "较慢的一半在抓包点与服务器之间"
            } else {
                "较慢的一半在抓包点与客户端之间"
            }
        ),
        Sentence::HandshakeIncomplete => "抓包中三次握手没有完成。".into(),
        Sentence::FastOpen {
            accepted: true,
            packet,
        } => {
            format!("SYN 携带了数据，服务器予以接受（Fast Open，#{packet}）。")
        }
        _ => "SYN 携带了数据，服务器没有接受，数据随后重发。".into(),
    }
}

fn middle(sentence: &Sentence) -> String {
    match sentence {
        Sentence::Carried {
            from_client,
            from_server,
            during,
        } => format!(
            "客户端发送了 {}，服务器发送了 {}，历时共 {}。",
            octets(*from_client),
            octets(*from_server),
            duration(*during)
        ),
        Sentence::Retransmitted {
            by,
            segments,
            octets: repeated,
            first,
            fast,
            spurious,
        } => {
            let mut text = format!(
                "{}重传了 {segments} 个报文段，共 {} 数据{}",
                name(*by),
                octets(*repeated),
                first_at(*first)
            );
            if *fast > 0 {
                text.push_str(&format!("；其中 {fast} 个由重复确认触发快速重传"));
            }
            if *spurious > 0 {
                text.push_str(&format!(
                    "；其中 {spurious} 个此前已被确认，属于不必要的重传"
                ));
            }
            text + "。"
        }
        Sentence::NothingLost => "没有丢失或重发任何数据。".into(),
        Sentence::Missing {
            from,
            octets: missing,
        } => format!(
            "{}发送的数据中有 {} 不在抓包里，但这并不表示数据丢失。",
            name(*from),
            octets(*missing)
        ),
        Sentence::ZeroWindow { at, times, first } => format!(
            "{}的接收窗口有 {times} 次变为零{}：应用程序读取太慢。",
            name(*at),
            first_at(*first)
        ),
        Sentence::KeepAlives { by, times, first } => {
            format!(
                "{}发送了 {times} 次保活探测{}。",
                name(*by),
                first_at(*first)
            )
        }
        Sentence::Silence { lasting } => format!("最长的静默持续了 {}。", duration(*lasting)),
        _ => "没有传送数据。".into(),
    }
}

fn closing(sentence: &Sentence) -> String {
    match sentence {
        Sentence::Closed {
            by,
            first_fin,
            second_fin,
            merged: true,
            ..
        } => format!(
            "{}先关闭{}；{}在同一个报文段中确认并关闭{}。",
            name(*by),
            at(*first_fin),
            name(!*by),
            at(*second_fin)
        ),
        Sentence::Closed {
            by,
            first_fin,
            second_fin,
            between,
            ..
        } => {
            let later =
                between.map_or_else(String::new, |nanos| format!("在 {} 后", duration(nanos)));
            format!(
                "{}先关闭{}，{}{later}关闭{}。",
                name(*by),
                at(*first_fin),
                name(!*by),
                at(*second_fin)
            )
        }
        Sentence::ClosedBoth {
            first_fin,
            second_fin,
        } => format!(
            "两端同时关闭{}：两个 FIN 都没有确认对方的 FIN。",
            both(*first_fin, *second_fin)
        ),
        Sentence::HalfClosed { by, fin } => format!(
            "{}关闭了自己的方向{}；到抓包结束时，{}尚未关闭。",
            name(*by),
            at(*fin),
            name(!*by)
        ),
        Sentence::Reset {
            by,
            packet,
            reason,
            after_fin,
        } => format!(
            "{}{}重置了连接{}{}。",
            name(*by),
            if *after_fin { "在 FIN 之后" } else { "" },
            at(*packet),
            reason.map_or_else(String::new, |reason| format!("：{}", reason.name()))
        ),
        Sentence::StillOpen => "到抓包结束时，两端都没有关闭。".into(),
        Sentence::Superseded => "它的端口被另一个连接使用；没有抓到关闭过程。".into(),
        Sentence::Ends { client, server } => {
            format!("最后客户端处于 {client}，服务器处于 {server}。")
        }
        Sentence::LookAt { note, packet } => format!("请看 #{packet}：{note}。"),
        _ => String::new(),
    }
}

const fn name(side: Side) -> &'static str {
    match side {
        Side::Client => "客户端",
        Side::Server => "服务器",
    }
}

fn at(packet: Option<u64>) -> String {
    packet.map_or_else(String::new, |packet| format!("（#{packet}）"))
}

fn first_at(packet: Option<u64>) -> String {
    packet.map_or_else(String::new, |packet| format!("（首次为 #{packet}）"))
}

/// `（#8、#9）`, as far as the packets are among the rows.
fn both(one: Option<u64>, other: Option<u64>) -> String {
    match (one, other) {
        (Some(one), Some(other)) => format!("（#{one}、#{other}）"),
        (one, other) => at(one.or(other)),
    }
}
