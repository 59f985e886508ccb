"""The area tree, facilities, community units and referral links."""
