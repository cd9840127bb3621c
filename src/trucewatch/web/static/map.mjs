// The map of a page; filled by the pages that have one.
