package lingdian.access.account;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.record.accesslog.Actor;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as the token says.
 *
 * @param authority of a regulator
 * @param region of a regulator
 * @param placeCode of an operator: the one café
 */
public record Account(
        AccountId id,
        String name,
        Role role,
        @Nullable Authority authority,
        @Nullable RegionCode region,
        @Nullable PlaceCode placeCode) {
    /** Of whoever holds the token in the service's environment: no row of the database. */
    public static final AccountId FIRST_ADMIN = new AccountId(new UUID(0, 0));

    public Account {
        if (role == Role.REGULATOR && (authority == null || region == null)) {
            throw new IllegalArgumentException("a regulator has an authority and a region");
        }
        if (role == Role.OPERATOR && placeCode == null) {
            throw new IllegalArgumentException("an operator has a café");
        }
    }

    /** What of cafés and violations this account may see; empty for roles that see none. */
    public Optional<Scope> scope() {
        return switch (role) {
            case REGULATOR -> Optional.of(new Scope(authority, Objects.requireNonNull(region), null));
            case OPERATOR -> Optional.of(new Scope(null, RegionCode.COUNTRY, placeCode));
            case ADMIN, AUDITOR -> Optional.empty();
        };
    }

    /** Who it is in the access log. */
    public Actor actor() {
        return Actor.account(id);
    }

    /** Whether this is a regulator of the culture authority (文化市场执法). */
    public boolean isCulture() {
        return role == Role.REGULATOR && authority == Authority.CULTURE;
    }

    /** Whether this is a regulator of the public security authority (公安网安): the registry is theirs alone. */
    public boolean isPublicSecurity() {
        return role == Role.REGULATOR && authority == Authority.PUBLIC_SECURITY;
    }

    /** Whether hours, orders and suspensions of a café of this county, or of this region are this account's to change. */
    public boolean governs(RegionCode county) {
        return role == Role.ADMIN || (region != null && isCulture() && region.covers(county));
    }

    @Override
    public String toString() {
        return "Account[id=" + id + ", role=" + role.wire() + "]"; // an officer's name is none of a log's business
    }
}
