# Start zjdesk; without arguments, the window on the reference programme. Sets up what is missing.
# UNTRIED: written for Windows 10 and later, not yet run there.
$here = Split-Path -Parent $MyInvocation.MyCommand.Path
foreach ($version in '3.13', '3.12', '3.11') {
    & py "-$version" -c "" 2>$null
    if ($LASTEXITCODE -eq 0) {
        & py "-$version" (Join-Path $here 'bootstrap.py') run @args
        exit $LASTEXITCODE
    }
}
Write-Output '[zjdesk] zjdesk needs Python 3.11, 3.12 or 3.13 (python.org, with the py launcher)'
exit 1
