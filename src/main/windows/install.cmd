@echo off
rem Installs or updates the agent of a cafe. Run it as administrator. Plain ASCII, since a batch file has no encoding.
setlocal
set "PROGRAM=%ProgramFiles%\Lingdian"
set "DATA=%ProgramData%\Lingdian"
set "TASK=Lingdian Agent"

fltmc >nul 2>&1
if errorlevel 1 (
  echo Please right-click install.cmd and choose "Run as administrator".
  goto failed
)

set "JAVA="
if exist "%~dp0jre\bin\java.exe" set "JAVA=%PROGRAM%\jre\bin\java.exe"
if not defined JAVA if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
if not defined JAVA for /f "delims=" %%J in ('where java.exe 2^>nul') do if not defined JAVA set "JAVA=%%J"
if not defined JAVA (
  echo No Java was found. Install Java 21 or newer for all users, then run install.cmd again.
  goto failed
)

schtasks /Query /TN "%TASK%" >nul 2>&1 && schtasks /End /TN "%TASK%" >nul 2>&1
if not exist "%PROGRAM%" mkdir "%PROGRAM%"
if exist "%~dp0jre" xcopy /E /I /Q /Y "%~dp0jre" "%PROGRAM%\jre" >nul
rem The old agent needs a moment to let go of its jar.
set TRIES=0
:copy
copy /Y "%~dp0lingdian-agent.jar" "%PROGRAM%\lingdian-agent.jar" >nul 2>&1 && goto copied
set /a TRIES+=1
if %TRIES% GEQ 20 goto locked
ping -n 2 127.0.0.1 >nul
goto copy
:copied
copy /Y "%~dp0logback.xml" "%PROGRAM%\logback.xml" >nul || goto failed

"%JAVA%" -jar "%PROGRAM%\lingdian-agent.jar" --version || goto oldjava

rem Any user may make a directory there, with a key, a configuration or drivers that the agent would then use. So one that
rem exists must be ours: no link, owned by the administrators (BA) or the machine (SY), and without rights from above (D:P).
set "FRESH="
if exist "%DATA%\" goto exists
mkdir "%DATA%" || goto failed
set "FRESH=1"
goto closed
:exists
fsutil reparsepoint query "%DATA%" >nul 2>&1 && goto foreign
"%SystemRoot%\System32\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -Command "(Get-Acl -LiteralPath $env:DATA).Sddl" | findstr /r "^O:BA.*D:P ^O:SY.*D:P" >nul || goto foreign
:closed
rem Only the machine, its administrators and the account of services may read keys and records.
icacls "%DATA%" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-19:(OI)(CI)M >nul || goto failed
rem What was put into it between the two commands.
if defined FRESH dir /b /a "%DATA%" | findstr "^" >nul && goto foreign

if exist "%DATA%\agent-key" goto haskey
set "SERVER="
set "CODE="
set /p "SERVER=Address of the service (https://...): "
set /p "CODE=Code of the letter (ABCD-EFGH-JKMN): "
"%JAVA%" -jar "%PROGRAM%\lingdian-agent.jar" agent enrol --server "%SERVER%" --code "%CODE%" --directory "%DATA%" || goto failed
goto enrolled
:haskey
for %%F in ("%DATA%\agent-key") do echo The key of %%~tF in %%~fF is used; no code is needed. It sends to the server of agent.yaml:
findstr /b "server:" "%DATA%\agent.yaml" 2>nul
:enrolled

"%JAVA%" -jar "%PROGRAM%\lingdian-agent.jar" agent windows-task --java "%JAVA%" --jar "%PROGRAM%\lingdian-agent.jar" --log "%PROGRAM%\logback.xml" --directory "%DATA%" --output "%PROGRAM%\task.xml" || goto failed
schtasks /Create /TN "%TASK%" /XML "%PROGRAM%\task.xml" /F || goto failed
schtasks /Run /TN "%TASK%" || goto failed
ping -n 6 127.0.0.1 >nul
"%JAVA%" -jar "%PROGRAM%\lingdian-agent.jar" agent doctor --directory "%DATA%"
echo.
echo Installed. The status page is opened by %DATA%\open.html (as administrator).
pause
exit /b 0

:foreign
echo %DATA% was not made by this installation: it may hold a key or a configuration of somebody else.
echo Look at what is in it, rename or delete it, and run install.cmd again.
goto failed

:locked
echo %PROGRAM%\lingdian-agent.jar cannot be replaced: stop the agent first.
goto failed

:oldjava
echo Java 21 or newer is needed: %JAVA%
goto failed

:failed
echo.
echo Not installed.
pause
exit /b 1
