package lingdian.access.account;

import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.record.accesslog.Actor;
import org.jspecify.annotations.Nullable;

/**
 * The account behind a request.
 *
 * @param authority of a regulator
 * @param region of a regulator
 * @param cafes of an operator: at least one, at most {@link #CAFES_MAX}
 */
public record Account(
        AccountId id,
        String name,
        Role role,
        @Nullable Authority authority,
        @Nullable RegionCode region,
        Set<PlaceCode> cafes) {
    /** The most cafés of one operator's account. */
    public static final int CAFES_MAX = 200;

    /** The account of the admin token in the service's environment. It has no row in the database. */
    public static final AccountId FIRST_ADMIN = new AccountId(new UUID(0, 0));

    public Account {
        cafes = Collections.unmodifiableSortedSet(new TreeSet<>(cafes));
        if (role == Role.REGULATOR && (authority == null || region == null)) {
            throw new IllegalArgumentException("a regulator has an authority and a region");
        }
        if (role == Role.OPERATOR && (cafes.isEmpty() || cafes.size() > CAFES_MAX)) {
            throw new IllegalArgumentException("an operator has 1 to " + CAFES_MAX + " cafés");
        }
    }

    /** The part of cafés and violations that this account may see; empty for roles that see none. */
    public Optional<Scope> scope() {
        return switch (role) {
            case REGULATOR -> Optional.of(new Scope(authority, Objects.requireNonNull(region), Set.of()));
            case OPERATOR -> Optional.of(new Scope(null, RegionCode.COUNTRY, cafes));
            case ADMIN, AUDITOR -> Optional.empty();
        };
    }

    /** Whether both may do and see the same. */
    public boolean hasTheRightsOf(Account other) {
        return role == other.role && scope().equals(other.scope());
    }

    /** An operator's café if it is the only one; null for an operator of several, and for other roles. */
    public @Nullable PlaceCode onlyCafe() {
        return cafes.size() == 1 ? cafes.iterator().next() : null;
    }

    /** The account as an actor of the access log. */
    public Actor actor() {
        return Actor.account(id);
    }

    /** Whether this is a regulator of the culture authority (文化市场执法). */
    public boolean isCulture() {
        return role == Role.REGULATOR && authority == Authority.CULTURE;
    }

    /**
     * Whether this is a regulator of the public security authority (公安网安), the only one with access to the registry.
     */
    public boolean isPublicSecurity() {
        return role == Role.REGULATOR && authority == Authority.PUBLIC_SECURITY;
    }

    /** Whether this account may change hours, orders and suspensions of this region, or of cafés in this county. */
    public boolean governs(RegionCode county) {
        return role == Role.ADMIN || (region != null && isCulture() && region.covers(county));
    }

    /** Whether this account may suspend the licences of cafés in this county: either authority may (Order 363, Art. 31 to 34). */
    public boolean suspends(RegionCode county) {
        return role == Role.REGULATOR && region != null && region.covers(county);
    }

    @Override
    public String toString() {
        return "Account[id=" + id + ", role=" + role.wire() + "]"; // officers' names do not belong in logs
    }
}
