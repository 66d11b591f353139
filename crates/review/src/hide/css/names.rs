//! Names of elements, of their classes, identifiers and attributes, of which it is told fast whether all of some are among many others:
//! now and then it is said that they are though they are not, never the other way round (a Bloom filter).

use dom_query::Element;

/// Names, each as a bit.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Names([u64; 8]);

impl Names {
    /// These, and those of `element`.
    pub fn with(mut self, element: &Element) -> Self {
        self.add(&element.name.local);
        for attribute in &element.attrs {
            self.add(&attribute.name.local);
            match &*attribute.name.local {
                "id" => self.add(attribute.value.trim()),
                "class" => attribute.value.split_ascii_whitespace().for_each(|class| self.add(class)),
                _ => {}
            }
        }
        self
    }

    pub fn add(&mut self, name: &str) {
        let mixed = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        let hash = name.bytes().map(|byte| byte.to_ascii_lowercase()).fold(0xCBF2_9CE4_8422_2325, mixed);
        let place = hash ^ hash >> 32;
        if let Some(bits) = self.0.get_mut((place >> 6 & 7) as usize) {
            *bits |= 1 << (place & 63);
        }
    }

    /// Adds `others`.
    pub fn extend(&mut self, others: &Self) {
        self.0.iter_mut().zip(others.0).for_each(|(own, other)| *own |= other);
    }

    /// Whether all of `others` are among these.
    pub fn hold(&self, others: &Self) -> bool {
        self.0.iter().zip(others.0).all(|(own, other)| other & !own == 0)
    }
}
