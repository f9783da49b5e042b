"""What comments that advertise, beg or cheat are made of: addresses, contact details, wordings, templates."""
