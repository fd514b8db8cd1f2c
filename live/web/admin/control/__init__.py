"""The administrator's page of the control room's machines: what they may say, and what was heard of them."""
