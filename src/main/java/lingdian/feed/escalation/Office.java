package lingdian.feed.escalation;

import lingdian.domain.Authority;
import lingdian.domain.RegionCode;

/** Whose roster has the contact: slow receivers of one office take its own share of the attempts alone. */
record Office(RegionCode region, Authority authority) {
    /** Attempts of all offices under way on a node. */
    static final int AT_ONCE = 64;

    static final int ATTEMPTS_MAX = 4;

    @Override
    public String toString() {
        return region + "/" + authority.wire();
    }
}
