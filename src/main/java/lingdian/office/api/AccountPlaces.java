package lingdian.office.api;

import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.platform.work.Places;
import org.jspecify.annotations.Nullable;

/**
 * Places, or bytes, that accounts take for a while. Operators have a share of their own: they are many, and must not take
 * that of the offices. Of each share a group has a part, and one account a smaller one. So no county keeps the others from
 * their work.
 */
public final class AccountPlaces {
    private final Share offices;
    private final Share operators;
    /** Of auditors and administrators, who have no region. */
    private final Share oversight;

    public AccountPlaces(Limits offices, Limits operators) {
        this.offices = new Share(offices);
        this.operators = new Share(operators);
        this.oversight = this.offices;
    }

    /** With a share for auditors and administrators beside that of the offices, whom they look after. */
    public AccountPlaces(Limits offices, Limits operators, Limits oversight) {
        this.offices = new Share(offices);
        this.operators = new Share(operators);
        this.oversight = new Share(oversight);
    }

    /** Of what operators may not do. */
    public static AccountPlaces ofOffices(Limits limits) {
        return new AccountPlaces(limits, new Limits(0, 0, 0));
    }

    /** Takes a place; false if none is free. After true, {@link #leave(Account)} must be called once. */
    public boolean enter(Account account) {
        return enter(account, 1);
    }

    /** Takes so many at once; false if fewer are free. After true, {@link #leave(Account, long)} must be called once. */
    public boolean enter(Account account, long count) {
        return share(account).enter(account, count);
    }

    public void leave(Account account) {
        leave(account, 1);
    }

    /** Gives back what was taken at once. */
    public void leave(Account account, long count) {
        share(account).leave(account, count);
    }

    /** The most that one account of this kind can take. */
    public long maximumOf(Account account) {
        return share(account).limits.ofAccount();
    }

    private Share share(Account account) {
        return switch (account.role()) {
            case OPERATOR -> operators;
            case ADMIN, AUDITOR -> oversight;
            case REGULATOR -> offices;
        };
    }

    /** How many there are in a share, and how many a group and an account of it have at most. */
    public record Limits(long all, long ofGroup, long ofAccount) {
        private static final int HEAP_PART = 8;
        /** Less than half: a county has two authorities, and both together leave some to the others. */
        private static final int GROUP_PART = 3;

        private static final int ACCOUNT_PART = 4;

        /** A share of places, of which a group has a third, or one at least. */
        public static Limits ofPlaces(long all, long ofAccount) {
            return new Limits(all, Math.max(ofAccount, all / GROUP_PART), ofAccount);
        }

        /**
         * A share of bytes: an eighth of a heap, of which a group has a third and an account a quarter. On a small heap,
         * where an account needs a third or more, a group has up to two thirds, so that an account leaves some to its
         * colleagues.
         *
         * @param heapBytes the most that the program may use, or the part of it that this share is of
         * @param least so many each has, on however small a heap
         */
        public static Limits ofHeap(long heapBytes, long least) {
            long all = Math.max(least, heapBytes / HEAP_PART);
            long third = all / GROUP_PART;
            long ofGroup = Math.max(third, Math.min(2 * third, 2 * least));
            return new Limits(all, Math.max(least, ofGroup), Math.max(least, all / ACCOUNT_PART));
        }
    }

    /** The accounts of one region and authority, the operators of one county, or those of a role that has no region. */
    private record Group(
            Role role,
            @Nullable Authority authority,
            @Nullable RegionCode region) {
        static Group of(Account account) {
            RegionCode region = account.role() == Role.OPERATOR
                    ? account.cafes().iterator().next().county()
                    : account.region();
            return new Group(account.role(), account.authority(), region);
        }
    }

    private static final class Share {
        private final Limits limits;
        private final Places<Group> ofGroups;
        private final Places<AccountId> ofAccounts;

        Share(Limits limits) {
            this.limits = limits;
            ofGroups = new Places<>(limits.all(), limits.ofGroup());
            ofAccounts = new Places<>(limits.all(), limits.ofAccount());
        }

        boolean enter(Account account, long count) {
            if (ofAccounts.enter(account.id(), count) != Places.Answer.TAKEN) {
                return false;
            }
            if (ofGroups.enter(Group.of(account), count) != Places.Answer.TAKEN) {
                ofAccounts.leave(account.id(), count);
                return false;
            }
            return true;
        }

        void leave(Account account, long count) {
            ofGroups.leave(Group.of(account), count);
            ofAccounts.leave(account.id(), count);
        }
    }
}
