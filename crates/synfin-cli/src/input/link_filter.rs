//! A filter expression over captures that may change their link type.

use super::known_names;
use crate::failure::Failure;
use synfin::filter::FilterSet;
use synfin::{Frame, LinkType};

/// A filter expression, read once and compiled for each link type that is met.
pub(super) struct LinkFilter<'a> {
    expression: &'a str,
    filters: Option<FilterSet>,
    prepared: bool,
}

impl<'a> LinkFilter<'a> {
    /// An expression as it was typed; an empty one lets everything through.
    pub(super) fn new(expression: &'a str) -> Result<Self, Failure> {
        let expression = expression.trim();
        let filters = match expression {
            "" => None,
            _ => Some(
                FilterSet::new(expression, known_names::of_system())
                    .map_err(|error| Failure::filter(expression, &error))?,
            ),
        };
        Ok(Self {
            expression,
            filters,
            prepared: false,
        })
    }

    /// Was an expression typed?
    pub(super) const fn is_given(&self) -> bool {
        self.filters.is_some()
    }

    /// Does the frame pass?
    #[inline(always)]
    pub(super) fn passes(&mut self, frame: &Frame<'_>) -> Result<bool, Failure> {
        match &mut self.filters {
            Some(filters) => filters
                .matches(frame)
                .map_err(|error| Failure::filter(self.expression, &error)),
            None => Ok(true),
        }
    }

    /// Refuses a wrong expression before anything is printed. Where no link type is known yet,
    /// it is tried on Ethernet.
    pub(super) fn prepare(&mut self, link_type: Option<LinkType>) -> Result<(), Failure> {
        if let Some(filters) = &mut self.filters
            && !self.prepared
        {
            filters
                .prepare(link_type.unwrap_or(LinkType::ETHERNET))
                .map_err(|error| Failure::filter(self.expression, &error))?;
            self.prepared = true;
        }
        Ok(())
    }
}
