//! A filter expression over a capture that may change its link type.

use crate::failure::Failure;
use synfin::{Filter, Frame, LinkType};

/// A filter expression, compiled for the link type of the frame before.
pub(super) struct LinkFilter<'a> {
    expression: &'a str,
    compiled: Option<(LinkType, Filter)>,
}

impl<'a> LinkFilter<'a> {
    /// An expression as it was typed; an empty one lets everything through.
    pub(super) fn new(expression: &'a str) -> Self {
        Self {
            expression: expression.trim(),
            compiled: None,
        }
    }

    /// Was an expression typed?
    pub(super) const fn is_given(&self) -> bool {
        !self.expression.is_empty()
    }

    /// Does the frame pass?
    #[inline]
    pub(super) fn passes(&mut self, frame: &Frame<'_>) -> Result<bool, Failure> {
        match &self.compiled {
            _ if !self.is_given() => Ok(true),
            Some((link_type, filter)) if *link_type == frame.link_type => Ok(filter.matches(frame)),
            _ => self
                .compile(frame.link_type)
                .map(|filter| filter.matches(frame)),
        }
    }

    /// Refuses a wrong expression before anything is printed. Where no link type is known yet,
    /// it is tried on Ethernet.
    pub(super) fn prepare(&mut self, link_type: Option<LinkType>) -> Result<(), Failure> {
        if self.is_given() && self.compiled.is_none() {
            self.compile(link_type.unwrap_or(LinkType::ETHERNET))?;
        }
        Ok(())
    }

    fn compile(&mut self, link_type: LinkType) -> Result<&Filter, Failure> {
        let filter = Filter::compile(self.expression, link_type)
            .map_err(|error| Failure::filter(self.expression, &error))?;
        Ok(&self.compiled.insert((link_type, filter)).1)
    }
}
