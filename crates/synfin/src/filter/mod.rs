//! The filter language of pcap-filter(7), with libpcap's meaning.
//!
//! An expression is parsed once ([`Expression`]), compiled for each link layer it meets ([`Filter`]),
//! and then tested on frame after frame without allocating. [`FilterSet`] does all of that for
//! captures whose frames have several link layers.
//!
//! Invariant: a filter selects what libpcap's would, also of frames that were cut when captured; an
//! expression for which that is not so is refused with a [`FilterError`] that says where and what
//! would work. Absence: no name is looked up; [`Names`] holds those that are known.

mod chain;
mod conditions;
mod error;
mod flow;
mod generate;
mod names;
mod program;
mod simplify;
mod syntax;
mod values;

pub use error::FilterError;
pub use names::{COMMON_SERVICES, Names};

use crate::{Frame, LinkType};
use generate::ByteOrder;
use program::Program;
use std::collections::HashMap;

/// An expression that was read, not yet bound to a link layer.
#[derive(Clone, Debug)]
pub struct Expression {
    root: Option<syntax::tree::Node>,
}

impl Expression {
    /// Reads an expression; one without any words lets everything through.
    ///
    /// # Errors
    ///
    /// When it is wrong whatever the link layer.
    pub fn parse(expression: &str) -> Result<Self, FilterError> {
        let root = syntax::parse(expression)?;
        Ok(Self { root })
    }

    /// Compiles it for one link layer.
    ///
    /// # Errors
    ///
    /// When a name is not known, or when it asks for what the link layer does not have.
    pub fn compile(&self, link_type: LinkType, names: &Names) -> Result<Filter, FilterError> {
        let compile = |order| {
            let Some(root) = &self.root else {
                return Ok(Program::accept_all());
            };
            let generated = generate::generate(root, link_type, order, names)?;
            Ok(Program::new(&generated.graph, generated.values))
        };
        let big_endian = match ByteOrder::matters(link_type) {
            true => Some(Box::new(compile(ByteOrder::Big)?)),
            false => None,
        };
        let program = compile(ByteOrder::Little)?;
        Ok(Filter {
            program,
            big_endian,
        })
    }
}

/// A filter expression, compiled for one link layer.
#[derive(Clone, Debug)]
pub struct Filter {
    program: Program,
    /// For frames of big-endian files, if that makes a difference.
    big_endian: Option<Box<Program>>,
}

impl Filter {
    /// Compiles an expression with the names that everyone knows.
    ///
    /// # Errors
    ///
    /// When the expression is wrong or uses what is not supported; it never selects something
    /// else than libpcap would.
    ///
    /// # Example
    ///
    /// ```
    /// use synfin::{Filter, LinkType};
    ///
    /// let filter = Filter::compile("tcp port https or 8443", LinkType::ETHERNET);
    /// assert!(filter.is_ok());
    ///
    /// let wrong = "tcp prot 443";
    /// let error = Filter::compile(wrong, LinkType::ETHERNET).unwrap_err();
    /// assert_eq!(error.offset, 4);
    /// eprintln!("{}", error.in_expression(wrong));
    /// ```
    pub fn compile(expression: &str, link_type: LinkType) -> Result<Self, FilterError> {
        Expression::parse(expression)?.compile(link_type, &Names::default())
    }

    /// Does the frame pass? Its link layer must be the one the filter was compiled for.
    #[must_use]
    #[inline]
    pub fn matches(&self, frame: &Frame<'_>) -> bool {
        let program = match &self.big_endian {
            Some(program) if frame.is_of_big_endian_file() => program,
            _ => &self.program,
        };
        program.run(frame.data, frame.original_len)
    }
}

/// A filter for frames of any link layer: it is compiled for each when its first frame comes.
#[derive(Clone, Debug)]
pub struct FilterSet {
    expression: Expression,
    names: Names,
    filters: HashMap<LinkType, Filter>,
    last: Option<(LinkType, Filter)>,
}

impl FilterSet {
    /// Reads an expression; `names` are the names it may use.
    ///
    /// # Errors
    ///
    /// When the expression is wrong whatever the link layer.
    pub fn new(expression: &str, names: Names) -> Result<Self, FilterError> {
        let expression = Expression::parse(expression)?;
        Ok(Self {
            expression,
            names,
            filters: HashMap::new(),
            last: None,
        })
    }

    /// Does the frame pass?
    ///
    /// # Errors
    ///
    /// When the frame's link layer is met for the first time and the expression asks for what it
    /// does not have.
    #[inline]
    pub fn matches(&mut self, frame: &Frame<'_>) -> Result<bool, FilterError> {
        match &self.last {
            Some((link_type, filter)) if *link_type == frame.link_type => Ok(filter.matches(frame)),
            _ => Ok(self.prepare(frame.link_type)?.matches(frame)),
        }
    }

    /// Compiles the expression for a link layer, if that was not done before.
    ///
    /// # Errors
    ///
    /// When the expression asks for what the link layer does not have.
    pub fn prepare(&mut self, link_type: LinkType) -> Result<&Filter, FilterError> {
        if let Some((last, filter)) = self.last.take() {
            self.filters.insert(last, filter);
        }
        let filter = match self.filters.remove(&link_type) {
            Some(filter) => filter,
            None => self.expression.compile(link_type, &self.names)?,
        };
        let (_, filter) = self.last.insert((link_type, filter));
        Ok(filter)
    }
}
