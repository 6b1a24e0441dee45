# A guest comes and leaves: the local API of the agent from PowerShell 5.1 or newer, without any module.
#
# .\guest.ps1 [-Terminal A01]      LINGDIAN_AGENT, LINGDIAN_SECRET in the environment
#
# Keep the file in UTF-8 with the byte order mark: without it PowerShell 5.1 reads the names in the code page of Windows.
param([string]$Terminal = 'A01')
$ErrorActionPreference = 'Stop'
$agent = if ($env:LINGDIAN_AGENT) { $env:LINGDIAN_AGENT } else { 'http://127.0.0.1:8090' }
$secret = "$env:LINGDIAN_SECRET".Trim() # the text of the file local-secret, without the line end
if (-not $secret) { throw "LINGDIAN_SECRET is not set: it is the text of the file local-secret in the agent's directory" }
$headers = @{ Authorization = "Bearer $secret" }

# 200 means: stored on disk. 503 means: not stored, so it is sent again. The detail of a 400 names the wrong field.
function Invoke-Agent([string]$Method, [string]$Path, [hashtable]$Body) {
    $bytes = [Text.Encoding]::UTF8.GetBytes(($Body | ConvertTo-Json -Depth 5 -Compress))
    for ($attempt = 0; $attempt -lt 10; $attempt++) {
        try {
            return Invoke-RestMethod -Method $Method -Uri ($agent + $Path) -Headers $headers -Body $bytes `
                -ContentType 'application/json; charset=utf-8'
        } catch {
            $status = [int]$_.Exception.Response.StatusCode
            if ($status -ne 503) {
                if ($_.ErrorDetails.Message) { throw "${status}: $(($_.ErrorDetails.Message | ConvertFrom-Json).detail)" }
                throw
            }
            Start-Sleep -Seconds 1
        }
    }
    throw 'the agent cannot store anything: is its disk full?'
}

$document = @{ type = '111'; number = '11010519491231002X'; name = '王五'; read = 'chip' }
$decision = Invoke-Agent 'POST' '/v1/logins' @{ terminal = $Terminal; document = $document }
if (-not $decision.allow) { throw "denied: $($decision.reasons -join ', ')" }
"allowed until $($decision.closesAt)"

# Every minute, as long as the café is open, whether or not anything changed:
$null = Invoke-Agent 'PUT' '/v1/terminals/in-use' @{ inUse = @($Terminal) }

$left = Invoke-Agent 'POST' '/v1/logouts' @{ terminal = $Terminal; reason = 'patron' }
"left $($left.terminal)"
