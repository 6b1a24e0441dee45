package lingdian.law.judge;

/**
 * The rules that a verdict was made under.
 *
 * @param release its number in the order of releases, from 1
 * @param version of the rules
 */
public record RuleVersion(int release, String version) {}
