"""Functions over texts, URLs and JSON text. See `signature` for the notation."""

from posthog.hogql import types
from posthog.hogql.functions.signature import Function, NullRule, table
from posthog.hogql.plan import Read

_TEXT = (
    table(
        """
    lower 1
    upper 1
    lowerUTF8 1
    upperUTF8 1
    initcap 1
    initcapUTF8 1
    reverse 1
    reverseUTF8 1
    concatWithSeparator 1+ partial
    concat_ws=concatWithSeparator 1+ partial
    substring 2-3
    substr=substring 2-3
    mid=substring 2-3
    substringUTF8 2-3
    substringIndex 3
    left 2 partial
    leftUTF8 2 partial
    right 2 partial
    rightUTF8 2 partial
    trim=trimBoth 1-2
    trimBoth 1-2
    trimLeft 1-2
    ltrim=trimLeft 1-2
    trimRight 1-2
    rtrim=trimRight 1-2
    replace=replaceAll 3 partial
    replaceAll 3 partial
    replaceOne 3 partial
    replaceRegexpAll 3 partial
    replaceRegexpOne 3 partial
    regexpQuoteMeta 1
    extract 2 partial
    regexpExtract 2-3 partial
    appendTrailingCharIfAbsent 2
    toValidUTF8 1
    normalizeUTF8NFC 1 partial
    normalizeUTF8NFKC 1 partial
    encodeXMLComponent 1
    decodeXMLComponent 1
    decodeHTMLComponent 1
    extractTextFromHTML 1
    base64Encode 1
    base64Decode=tryBase64Decode 1
    tryBase64Decode 1
    soundex 1
    translate 3 partial
    protocol 1
    domain 1
    domainWithoutWWW 1
    topLevelDomain 1
    firstSignificantSubdomain 1
    cutToFirstSignificantSubdomain 1
    cutToFirstSignificantSubdomainWithWWW 1
    path 1
    pathFull 1
    queryString 1
    fragment 1
    queryStringAndFragment 1
    netloc 1
    extractURLParameter 2
    cutURLParameter 2 partial
    cutWWW 1
    cutQueryString 1
    cutFragment 1
    cutQueryStringAndFragment 1
    decodeURLComponent 1
    decodeURLFormComponent 1
    encodeURLComponent 1
    encodeURLFormComponent 1
    """,
        types.STRING,
        reads=Read.TEXT,
    )
    | table(
        """
    leftPad 2-3 partial
    rightPad 2-3 partial
    leftPadUTF8 2-3 partial
    rightPadUTF8 2-3 partial
    format 1+ partial
    hex 1
    bin 1
    char 1+
    formatReadableSize 1 number
    formatReadableDecimalSize 1 number
    formatReadableQuantity 1 number
    formatReadableTimeDelta 1-3 number partial
    toTypeName 1 notnull
    """,
        types.STRING,
    )
    | table(
        """
    lengthUTF8 1
    char_length=lengthUTF8 1
    ascii 1
    position 2-3
    positionCaseInsensitive 2-3
    positionUTF8 2-3
    positionCaseInsensitiveUTF8 2-3
    locate=position 2-3
    countSubstrings 2-3
    countSubstringsCaseInsensitive 2-3
    countMatches 2 partial
    countMatchesCaseInsensitive 2 partial
    levenshteinDistance 2 partial
    editDistance 2 partial
    port 1-2
    """,
        types.INTEGER,
        reads=Read.TEXT,
    )
    | table(
        """
    jaroSimilarity 2 partial
    jaroWinklerSimilarity 2 partial
    """,
        types.FLOAT,
        reads=Read.TEXT,
    )
    | table(
        """
    startsWith 2
    endsWith 2
    multiSearchAny 2 partial
    multiSearchAnyCaseInsensitive 2 partial
    hasToken 2 partial
    hasTokenCaseInsensitive 2 partial
    isValidUTF8 1
    isIPv4String 1
    isIPv6String 1
    isIPAddressInRange 2 partial
    """,
        types.BOOLEAN,
        reads=Read.TEXT,
    )
    | table(
        """
    extractAll 2 partial
    extractAllGroups 2 partial
    extractGroups 2 partial
    splitByChar 2-3 partial
    splitByString 2-3 partial
    splitByRegexp 2-3 partial
    splitByWhitespace 1-2
    splitByNonAlpha 1-2
    alphaTokens 1-2
    extractURLParameters 1
    extractURLParameterNames 1
    URLHierarchy 1
    URLPathHierarchy 1
    """,
        types.array_of(types.STRING),
        nulls=NullRule.NEVER,
        reads=Read.TEXT,
    )
)

_JSON_TEXT = (
    table(
        """
    JSONLength 1+ partial
    JSONExtractInt 1+ partial
    JSONExtractUInt 1+ partial
    """,
        types.INTEGER,
        nulls=NullRule.FROM_ARGUMENTS,
    )
    | table("JSONExtractFloat 1+ partial", types.FLOAT)
    | table(
        """
    JSONHas 1+ partial
    JSONExtractBool 1+ partial
    isValidJSON 1
    """,
        types.BOOLEAN,
    )
    | table(
        """
    JSONExtractString 1+ partial
    JSONExtractRaw 1+ partial
    JSONType 1+ partial
    """,
        types.STRING,
    )
    | table(
        """
    JSONExtractArrayRaw 1+ partial notnull
    JSONExtractKeys 1+ partial notnull
    """,
        types.array_of(types.STRING),
        reads=Read.TEXT,
    )
    | table("toJSONString 1 notnull", types.STRING)
)

TEXTS: dict[str, Function] = _TEXT | _JSON_TEXT
